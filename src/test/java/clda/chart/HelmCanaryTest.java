package clda.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new version beside the old one: its own pods, and a route that follows the header and the cookie of the server. */
class HelmCanaryTest {

    private static final String CANARY =
            """
            image: {tag: 1.4.0}
            canary: {enabled: true, image: {tag: 1.5.0}}
            """;

    /** Kubernetes adds a hash and a number to the name of a StatefulSet, and takes the result for a label. */
    private static final int LONGEST_NAME = 52;

    private static final int LONGEST_LABEL = 63;

    private static final HelmValues VALUES = HelmCombinations.everything()
            .and("everything and a canary", CANARY, "StatefulSet", "Service", "Service", "PodDisruptionBudget");

    private final List<HelmDocument> documents = HelmChart.documents(VALUES);

    static boolean isOfTheCanary(HelmDocument document) {
        return document.name().contains("-canary");
    }

    private HelmDocument named(String kind, String name) {
        return documents.stream()
                .filter(document ->
                        document.kind().equals(kind) && document.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private PodSpec canary() {
        return HelmDocument.canary(documents).getSpec().getTemplate().getSpec();
    }

    private PodSpec stable() {
        return HelmDocument.nodes(documents).getSpec().getTemplate().getSpec();
    }

    @Test
    void withoutACanaryNothingButTheRulesSaysAnythingOfIt() {
        assertThat(HelmChart.rendered(HelmCombinations.everything()).split("(?m)^---$"))
                .filteredOn(document -> !document.contains("kind: PrometheusRule"))
                .hasSizeGreaterThan(5)
                .noneMatch(document -> document.toLowerCase(Locale.ROOT).contains("canary"));
    }

    @Test
    void theCanaryIsTheSameButForItsVersionAndItsArm() {
        assertThat(stable().getContainers().getFirst().getImage()).endsWith(":1.4.0");
        assertThat(canary().getContainers().getFirst().getImage()).endsWith(":1.5.0");
        assertThat(stable().getContainers().getFirst().getEnv())
                .extracting(EnvVar::getName)
                .doesNotContain("CLDA_RELEASE_ARM");
        assertThat(canary().getContainers().getFirst().getEnv())
                .filteredOn(variable -> variable.getName().equals("CLDA_RELEASE_ARM"))
                .extracting(EnvVar::getValue)
                .containsExactly("canary");
        assertThat(canary().getContainers().getFirst().getVolumeMounts())
                .isEqualTo(stable().getContainers().getFirst().getVolumeMounts());
        assertThat(canary().getSecurityContext()).isEqualTo(stable().getSecurityContext());
        assertThat(canary().getTerminationGracePeriodSeconds()).isEqualTo(stable().getTerminationGracePeriodSeconds());
    }

    @Test
    void theStablePodsAreTheSameWithACanaryAndWithTheChartOfAnotherVersion(@TempDir Path folder) throws IOException {
        HelmValues before = HelmCombinations.everything().and("one version", "image: {tag: 1.4.0}");
        String pods = stablePods(HelmChart.rendered(before));

        assertThat(pods).contains("image: clda:1.4.0\n");
        assertThat(stablePods(HelmChart.rendered(VALUES))).isEqualTo(pods);
        assertThat(stablePods(HelmChart.renderedForVersion("1.5.0", VALUES, folder.resolve("chart"))))
                .isEqualTo(pods);
    }

    /** The text of what Kubernetes compares to decide whether pods have to be replaced. */
    private static String stablePods(String rendered) {
        return Stream.of(rendered.split("(?m)^---\n"))
                .filter(document -> document.contains("\nkind: StatefulSet\nmetadata:\n  name: talk-clda\n"))
                .map(document -> document.replaceFirst("(?s).*\n  template:\n", "")
                        .replaceFirst("(?s)\n  volumeClaimTemplates:\n.*", ""))
                .collect(Collectors.joining());
    }

    /** The route knows no other place for the conversations of a canary than its nodes. */
    @Test
    void aMachineThatIsEmptiedLeavesTheCanaryANode() {
        PodDisruptionBudget stable =
                (PodDisruptionBudget) named("PodDisruptionBudget", "talk-clda").object();
        PodDisruptionBudget canary = (PodDisruptionBudget)
                named("PodDisruptionBudget", "talk-clda-canary").object();

        assertThat(HelmDocument.canary(documents).getSpec().getReplicas()).isEqualTo(2);
        assertThat(canary.getSpec().getSelector().getMatchLabels())
                .isEqualTo(
                        HelmDocument.canary(documents).getSpec().getSelector().getMatchLabels());
        assertThat(canary.getSpec().getMaxUnavailable())
                .isEqualTo(stable.getSpec().getMaxUnavailable());
        assertThat(canary.getSpec().getUnhealthyPodEvictionPolicy()).isEqualTo("AlwaysAllow");
    }

    /** A restore needs the register of erasures of every node, and a canary is taken away when its release has ended. */
    @Test
    void whatTheCanaryHasWrittenOutlivesIt() {
        StatefulSetSpec canary = HelmDocument.canary(documents).getSpec();

        assertThat(canary.getVolumeClaimTemplates())
                .isNotEmpty()
                .isEqualTo(HelmDocument.nodes(documents).getSpec().getVolumeClaimTemplates());
        assertThat(canary.getPersistentVolumeClaimRetentionPolicy().getWhenDeleted())
                .isEqualTo("Retain");
        assertThat(canary.getPersistentVolumeClaimRetentionPolicy().getWhenScaled())
                .isEqualTo("Retain");
    }

    @Test
    void withoutVolumesTheCanaryHasNoneEither() {
        List<HelmDocument> withoutVolumes =
                HelmChart.documents(VALUES.and("no volumes", "data: {volume: {enabled: false}}"));

        for (StatefulSet nodes : List.of(HelmDocument.nodes(withoutVolumes), HelmDocument.canary(withoutVolumes))) {
            assertThat(nodes.getSpec().getVolumeClaimTemplates()).isEmpty();
            assertThat(nodes.getSpec().getTemplate().getSpec().getVolumes())
                    .filteredOn(volume -> volume.getName().equals("data"))
                    .extracting(Volume::getEmptyDir)
                    .doesNotContainNull()
                    .hasSize(1);
        }
    }

    @Test
    void theLongestNameLeavesRoomForWhatIsAddedToIt() {
        String longest = "n".repeat(LONGEST_NAME);
        List<HelmDocument> named = HelmChart.documents(VALUES.and("a long name", "fullnameOverride: " + longest));

        assertThat(HelmDocument.nodes(named).getMetadata().getName()).isEqualTo(longest);
        assertThat(HelmDocument.canary(named).getMetadata().getName()).hasSizeLessThanOrEqualTo(LONGEST_NAME);
        assertThat(named)
                .filteredOn(document -> document.kind().equals("Service"))
                .extracting(HelmDocument::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.length() <= LONGEST_LABEL);
    }

    @Test
    void nothingThatSelectsStablePodsSelectsThoseOfTheCanary() {
        Map<String, String> ofTheCanary = HelmDocument.canary(documents)
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels();

        for (HelmDocument document : documents) {
            JsonNode selector = document.kind().equals("Service")
                    ? document.tree().at("/spec/selector")
                    : document.tree().at("/spec/selector/matchLabels");
            boolean selects = List.of("Service", "StatefulSet", "PodDisruptionBudget")
                            .contains(document.kind())
                    && StreamSupport.stream(selector.properties().spliterator(), false)
                            .allMatch(label -> label.getValue().asText().equals(ofTheCanary.get(label.getKey())));
            assertThat(selects).as("%s %s", document.kind(), document.name()).isEqualTo(isOfTheCanary(document));
        }
        assertThat(named("NetworkPolicy", "talk-clda").tree().at("/spec/podSelector/matchExpressions/0/values"))
                .extracting(JsonNode::asText)
                .containsExactly("clda", "clda-canary");
    }

    @Test
    void theRouteFollowsTheHeaderAndTheCookie() {
        JsonNode rules = named("HTTPRoute", "talk-clda").tree().at("/spec/rules");
        JsonNode matches = rules.path(0).path("matches");

        assertThat(rules).hasSize(2);
        assertThat(rules.path(0).at("/backendRefs/0/name").asText()).isEqualTo("talk-clda-canary");
        assertThat(rules.path(1).at("/backendRefs/0/name").asText()).isEqualTo("talk-clda");
        assertThat(matches).hasSize(2);
        assertThat(matches.path(0).at("/headers/0/name").asText()).isEqualTo("CLDA-Arm");
        assertThat(matches.path(0).at("/headers/0/value").asText()).isEqualTo("canary");
        Pattern cookie = Pattern.compile(matches.path(1).at("/headers/0/value").asText());
        assertThat(List.of("clda_arm=canary", "clda-token=a; clda_arm=canary", "clda_arm=canary; clda-lang=zh"))
                .allMatch(text -> cookie.matcher(text).matches());
        assertThat(List.of("clda_arm=stable", "xclda_arm=canary", "clda_arm=canary2"))
                .noneMatch(text -> cookie.matcher(text).matches());
        assertThat(rules.path(0).path("filters")).isEqualTo(rules.path(1).path("filters"));
    }

    @Test
    void prometheusTellsTheArmsApart() {
        assertThat(named("Service", "talk-clda-nodes")
                        .tree()
                        .at("/metadata/labels/clda-arm")
                        .asText())
                .isEqualTo("stable");
        assertThat(named("Service", "talk-clda-canary-nodes")
                        .tree()
                        .at("/metadata/labels/clda-arm")
                        .asText())
                .isEqualTo("canary");
        assertThat(named("ServiceMonitor", "talk-clda")
                        .tree()
                        .at("/spec/endpoints/0/relabelings/1/targetLabel")
                        .asText())
                .isEqualTo("arm");
    }

    @Test
    void aCanaryWithoutAVersionIsRefused() {
        assertThatThrownBy(() -> HelmChart.rendered(HelmValues.SMALLEST.and("no version", "canary: {enabled: true}")))
                .hasMessageContaining("canary.image.tag and canary.image.digest are empty");
    }
}
