package clda.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is chosen, the chart makes documents that Kubernetes knows, field by field. */
class HelmChartTest {

    private static final int AT_LEAST = 30;

    static Stream<HelmValues> combinations() {
        return HelmCombinations.ALL.stream();
    }

    @Test
    void aLinterFindsNothing() {
        LintResult found = new Helm(HelmChart.FOLDER).lint().strict().call();

        assertThat(found.isFailed()).as("%s", found.getMessages()).isFalse();
        assertThat(found.getMessages()).noneMatch(line -> line.contains("[ERROR]") || line.contains("[WARNING]"));
    }

    @Test
    void manyCombinationsAreTriedEachUnderItsOwnName() {
        assertThat(HelmCombinations.ALL).hasSizeGreaterThan(AT_LEAST);
        assertThat(HelmCombinations.ALL).extracting(HelmValues::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void eachCombinationMakesItsDocumentsAndEachIsOneOfKubernetes(HelmValues values) {
        List<HelmDocument> documents = HelmChart.documents(values);

        assertThat(documents.stream().map(HelmDocument::kind).sorted()).isEqualTo(values.sortedKinds());
        assertThat(documents)
                .extracting(document -> document.kind() + " " + document.name())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void everyDocumentSaysToWhichReleaseItBelongs(HelmValues values) {
        assertThat(HelmChart.documents(values))
                .extracting(HelmDocument::object)
                .extracting(HasMetadata::getMetadata)
                .allSatisfy(metadata -> {
                    assertThat(metadata.getLabels())
                            .containsEntry("app.kubernetes.io/name", "clda")
                            .containsEntry("app.kubernetes.io/instance", HelmChart.RELEASE)
                            .containsEntry("app.kubernetes.io/managed-by", "Helm");
                    assertThat(metadata.getNamespace()).isNull();
                });
    }

    @Test
    void aFieldThatKubernetesDoesNotKnowIsNoticed() {
        String rendered = HelmChart.rendered(HelmValues.SMALLEST);
        String misspelt = rendered.replace("terminationGracePeriodSeconds:", "terminationGraceSeconds:");

        assertThat(misspelt).isNotEqualTo(rendered);
        assertThatThrownBy(() -> HelmDocument.all(misspelt)).hasMessageContaining("terminationGraceSeconds");
    }

    @Test
    void aNumberWhereKubernetesWantsATextIsNoticed() {
        String number = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {CLDA_LIMITS_STEPS: 12}}";

        assertThatThrownBy(() -> HelmDocument.all(number)).hasMessageContaining("ConfigMap");
    }

    @Test
    void theChartHasTheVersionOfTheServer() throws IOException {
        Matcher version = Pattern.compile("<artifactId>clda</artifactId>\\s*<version>([^<]+)<")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();

        assertThat(HelmChart.FOLDER.resolve("Chart.yaml"))
                .content()
                .contains("\nversion: " + version.group(1) + "\n")
                .contains("\nappVersion: \"" + version.group(1) + "\"\n");
    }

    @Test
    void theExampleOfItsReadmeWorks() throws IOException {
        List<HelmDocument> documents =
                HelmChart.documents(new HelmValues("the README's", List.of(example()), List.of()));

        assertThat(documents)
                .extracting(HelmDocument::kind)
                .contains("HTTPRoute", "NetworkPolicy", "ServiceMonitor", "PrometheusRule");
    }

    @Test
    void itsReadmeMakesWhatItsExampleNames() throws IOException {
        List<String> named =
                found("(?:(?:secret|configMap|claim|name): (?=clda-)|pullSecrets: \\[)([a-z-]+)", example());

        assertThat(named).isNotEmpty();
        assertThat(found("kubectl create (?:secret generic|configmap) ([a-z-]+)", readme()))
                .containsAll(named);
    }

    @Test
    void itsReadmeSaysInWhichNamespaceEachCommandWorks() throws IOException {
        List<String> commands = found("(?m)^((?:kubectl|helm) (?!create namespace).*)$", readme());

        assertThat(commands).hasSizeGreaterThan(5).allMatch(command -> command.contains(" --namespace clda"));
        assertThat(readme()).contains("kubectl create namespace clda\n");
    }

    @Test
    void theHandbookSaysInWhichNamespaceEachCommandWorks() throws IOException {
        List<String> commands = found("(?m)^ *(?:.*\\| *)?((?:kubectl|helm) .*)$", handbook());

        assertThat(commands).hasSizeGreaterThan(3).allMatch(command -> command.contains(" --namespace clda"));
    }

    @Test
    void theHandbookGetsARegisterOutOfTheVolumeThatTheChartMakes() throws IOException {
        JsonNode pod = HelmDocument.trees(found("(?s)<<END\n(apiVersion: v1\nkind: Pod\n.*?)\nEND\n", handbook())
                        .getFirst())
                .getFirst();
        StatefulSet nodes = HelmDocument.nodes(HelmChart.documents(HelmValues.SMALLEST));
        String claim = nodes.getSpec()
                .getVolumeClaimTemplates()
                .getFirst()
                .getMetadata()
                .getName();

        assertThat(pod.at("/spec/volumes/0/persistentVolumeClaim/claimName").asText())
                .isEqualTo(claim + "-$node");
        assertThat(pod.at("/spec/securityContext/runAsUser").asLong())
                .isEqualTo(nodes.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getSecurityContext()
                        .getRunAsUser());
        assertThat(handbook()).contains(" -- cat /data/erasures > ");
    }

    /** Everybody on the machine sees how a program was called. */
    @Test
    void noProgramOfTheHandbookIsCalledWithWhatASecretHolds() throws IOException {
        assertThat(found("(?m)^ *(?:.*\\| *)?((?:kubectl|helm|docker) .*)$", handbook()))
                .hasSizeGreaterThan(10)
                .noneMatch(command -> command.contains("$(base64") || command.contains("$(cat"));
    }

    /** With each command in one line. */
    private static String handbook() throws IOException {
        return Files.readString(Path.of("docs/operations.md")).replaceAll("\\\\\n *", "");
    }

    private static String readme() throws IOException {
        return Files.readString(HelmChart.FOLDER.resolve("README.md"));
    }

    /** The values of the README. */
    private static String example() throws IOException {
        return found("(?s)`production.yaml`:\\s*```yaml\\n(.*?)```", readme()).getFirst();
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
