package clda.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The nodes: what they may do, when they count as ready, and how long they have to leave. */
class HelmNodesTest {

    private static final long SERVER_USER = 10_001;
    /** What docs/servers.md asks for beyond the time of service. */
    private static final int TO_LEAVE = 10;

    static Stream<HelmValues> combinations() {
        return HelmCombinations.ALL.stream();
    }

    private static StatefulSet nodes(HelmValues values) {
        return HelmDocument.nodes(HelmChart.documents(values));
    }

    private static PodSpec pod(HelmValues values) {
        return nodes(values).getSpec().getTemplate().getSpec();
    }

    private static Container container(HelmValues values) {
        return pod(values).getContainers().getFirst();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void aNodeMayDoNothingThatItDoesNotNeed(HelmValues values) {
        List<HelmDocument> documents = HelmChart.documents(values);
        PodSpec pod = HelmDocument.nodes(documents).getSpec().getTemplate().getSpec();

        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(SERVER_USER);
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(HelmDocument.only(ServiceAccount.class, documents).getAutomountServiceAccountToken())
                .isFalse();
        assertThat(pod.getContainers()).singleElement().satisfies(container -> {
            SecurityContext may = container.getSecurityContext();
            assertThat(may.getReadOnlyRootFilesystem()).isTrue();
            assertThat(may.getAllowPrivilegeEscalation()).isFalse();
            assertThat(may.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(may.getCapabilities().getAdd()).isNullOrEmpty();
            assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
            assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory");
        });
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void whatIsMountedIsThereAndOnlyDataAndTemporaryFilesAreWritten(HelmValues values) {
        StatefulSet nodes = nodes(values);
        PodSpec pod = nodes.getSpec().getTemplate().getSpec();
        List<String> there = Stream.concat(
                        pod.getVolumes().stream().map(Volume::getName),
                        nodes.getSpec().getVolumeClaimTemplates().stream()
                                .map(claim -> claim.getMetadata().getName()))
                .toList();
        List<VolumeMount> mounts = pod.getContainers().getFirst().getVolumeMounts();

        assertThat(there).doesNotHaveDuplicates();
        assertThat(mounts).extracting(VolumeMount::getName).containsExactlyInAnyOrderElementsOf(there);
        assertThat(mounts).extracting(VolumeMount::getMountPath).doesNotHaveDuplicates();
        assertThat(mounts.stream()
                        .filter(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                        .map(VolumeMount::getMountPath))
                .isSubsetOf("/tmp", "/data", "/etc/clda/nlu")
                .contains("/tmp", "/data");
    }

    @Test
    void onlyExamplesThatAllNodesShareCanBeWritten() {
        HelmValues shared = HelmValues.SMALLEST.and("shared", "understanding: {claim: examples}");
        HelmValues read = HelmValues.SMALLEST.and("read", "understanding: {configMap: examples}");

        assertThat(container(shared).getVolumeMounts())
                .filteredOn(mount -> mount.getName().equals("nlu"))
                .extracting(VolumeMount::getReadOnly)
                .containsExactly(false);
        assertThat(container(read).getVolumeMounts())
                .filteredOn(mount -> mount.getName().equals("nlu"))
                .extracting(VolumeMount::getReadOnly)
                .containsExactly(true);
    }

    @Test
    void healthIsAskedForWhereTheServerTellsIt() throws IOException {
        String documented = Files.readString(Path.of("docs/servers.md"));
        Container node = container(HelmValues.SMALLEST);

        for (Probe probe : List.of(node.getStartupProbe(), node.getLivenessProbe(), node.getReadinessProbe())) {
            assertThat(documented).contains("`" + probe.getHttpGet().getPath() + "`");
            assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("web");
            assertThat(probe.getHttpGet().getScheme()).isEqualTo("HTTP");
        }
        assertThat(node.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
        assertThat(node.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
        assertThat(node.getPorts()).singleElement().satisfies(port -> {
            assertThat(port.getName()).isEqualTo("web");
            assertThat(port.getContainerPort()).isEqualTo(8080);
        });
    }

    @Test
    void healthIsAskedForByHttpsWhereTheNodeSpeaksIt() {
        Container node = container(HelmValues.SMALLEST.and("HTTPS", "tls: {secret: clda-tls}"));

        assertThat(List.of(node.getStartupProbe(), node.getLivenessProbe(), node.getReadinessProbe()))
                .extracting(probe -> probe.getHttpGet().getScheme())
                .containsOnly("HTTPS");
    }

    @Test
    void thatANodeIsNotReadyIsNoticedWhileItStillServes() {
        Probe ready = container(HelmValues.SMALLEST).getReadinessProbe();

        assertThat(ready.getPeriodSeconds() * ready.getFailureThreshold()).isLessThan(5);
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void aNodeHasTheTimeToLeaveThatItsStopTakes(HelmValues values) {
        List<HelmDocument> documents = HelmChart.documents(values);
        String service = HelmVariables.of(documents).get("CLDA_STOP_SERVICE");
        int seconds = Integer.parseInt(service.replaceAll("\\D", ""));
        PodSpec pod = HelmDocument.nodes(documents).getSpec().getTemplate().getSpec();

        assertThat(service).isEqualTo("PT" + seconds + "S");
        assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(seconds + TO_LEAVE);
        assertThat(pod.getContainers().getFirst().getLifecycle()).isNull();
    }

    @Test
    void aServiceOfTheSameNameSetsNoPropertyOfTheServer() {
        // It would set CLDA_PORT to tcp://10.0.0.1:80, and clda.port is a number.
        assertThat(pod(HelmValues.SMALLEST).getEnableServiceLinks()).isFalse();
    }

    @Test
    void nodesRunInProductionWithTheOptionsForJava() {
        Container node = container(HelmValues.SMALLEST.and("options", "java: {options: -XX:MaxRAMPercentage=70}"));

        assertThat(node.getEnv())
                .filteredOn(variable -> variable.getName().equals("JAVA_TOOL_OPTIONS"))
                .extracting(EnvVar::getValue)
                .containsExactly("-Dmp.config.profile=prod -XX:MaxRAMPercentage=70");
    }

    @Test
    void theImageIsStartedWithPostgresqlAndTheOptionsForJavaThatItHas() throws IOException {
        String image = Files.readString(Path.of("pom.xml"));
        Container node = container(HelmValues.SMALLEST);

        assertThat(node.getCommand()).isNullOrEmpty();
        assertThat(node.getArgs()).containsExactly("@/clda/postgresql");
        assertThat(Files.readString(Path.of("server-config/image/build.xml")))
                .contains("<options store=\"postgresql\">")
                .contains("<concat destfile=\"${clda}/@{store}\"");
        assertThat(image).contains("<user>" + SERVER_USER + ":" + SERVER_USER + "</user>");
        assertThat(node.getEnv())
                .filteredOn(variable -> variable.getName().equals("JAVA_TOOL_OPTIONS"))
                .singleElement()
                .satisfies(variable -> assertThat(image)
                        .contains("<JAVA_TOOL_OPTIONS>" + variable.getValue().replace("-Dmp.config.profile=prod ", "")
                                + "</JAVA_TOOL_OPTIONS>"));
    }

    @Test
    void aDigestCountsMoreThanATag() {
        String digest = "sha256:" + "0a".repeat(32);

        assertThat(container(HelmValues.SMALLEST).getImage()).isEqualTo("clda:0.1.0");
        assertThat(container(HelmValues.SMALLEST.and("tag", "image: {tag: \"7\"}"))
                        .getImage())
                .isEqualTo("clda:7");
        assertThat(container(HelmValues.SMALLEST.and("digest", "image: {tag: \"7\", digest: \"" + digest + "\"}"))
                        .getImage())
                .isEqualTo("clda@" + digest);
    }

    @Test
    void anotherPropertyRestartsTheNodesAndAnotherCountOfThemDoesNot() {
        String before = properties(HelmValues.SMALLEST);

        assertThat(properties(HelmValues.SMALLEST.and("more", "replicas: 5"))).isEqualTo(before);
        assertThat(properties(HelmValues.SMALLEST.and("lease", "properties: {clda.node.lease: PT9S}")))
                .isNotEqualTo(before);
    }

    private static String properties(HelmValues values) {
        return nodes(values)
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .get("checksum/properties");
    }

    @Test
    void theScalerDecidesHowManyNodesThereAre() {
        HelmValues scaled =
                HelmValues.SMALLEST.and("scaled", "autoscaling: {enabled: true, cpu: 60, runningTurns: 40}");
        List<HelmDocument> documents = HelmChart.documents(scaled);
        HorizontalPodAutoscaler scaler = HelmDocument.only(HorizontalPodAutoscaler.class, documents);

        assertThat(nodes(HelmValues.SMALLEST).getSpec().getReplicas()).isEqualTo(2);
        assertThat(nodes(scaled).getSpec().getReplicas()).isNull();
        assertThat(scaler.getSpec().getScaleTargetRef().getKind()).isEqualTo("StatefulSet");
        assertThat(scaler.getSpec().getScaleTargetRef().getName())
                .isEqualTo(nodes(scaled).getMetadata().getName());
        assertThat(scaler.getSpec().getMetrics())
                .extracting(MetricSpec::getType)
                .containsExactly("Resource", "Pods");
    }

    @Test
    void theScalerAsksForAMetricThatNodesTell() throws IOException {
        HelmValues scaled = HelmValues.SMALLEST.and("scaled", "autoscaling: {enabled: true, runningTurns: 40}");
        String metric = HelmDocument.only(HorizontalPodAutoscaler.class, HelmChart.documents(scaled))
                .getSpec()
                .getMetrics()
                .getLast()
                .getPods()
                .getMetric()
                .getName();

        assertThat(Files.readString(Path.of("docs/operations.md"))).contains("`" + metric + "`");
    }
}
