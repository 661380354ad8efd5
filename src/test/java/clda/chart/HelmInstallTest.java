package clda.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.Release;
import com.marcnuri.helm.UpgradeCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Helm installs each combination, changes it into the next and back, and takes it away again. The server keeps objects and runs
 * none, and cannot merge a patch of Kubernetes' own kind; hence {@code force}, which replaces objects. What a rollback does, to
 * install the earlier objects again, is done by an upgrade to the earlier values, since helm-java has no rollback.
 */
class HelmInstallTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static HelmCluster cluster;

    @BeforeAll
    static void start() {
        cluster = HelmCluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    static Stream<Arguments> neighbours() {
        List<HelmValues> all = HelmCombinations.ALL;
        return IntStream.range(0, all.size())
                .mapToObj(place ->
                        Arguments.arguments(all.get(place), all.get((place + 1) % all.size()), "agents-" + place));
    }

    private static Release install(HelmValues values, String namespace) {
        List<Path> files = HelmChart.files(values);
        InstallCommand command = new Helm(HelmChart.FOLDER)
                .install()
                .withKubeConfig(cluster.kubeConfig())
                .withNamespace(namespace)
                .withName(HelmChart.RELEASE)
                .disableOpenApiValidation();
        files.forEach(command::withValuesFile);
        try {
            return command.call();
        } finally {
            files.forEach(HelmChart::delete);
        }
    }

    private static Release upgrade(HelmValues values, String namespace) {
        List<Path> files = HelmChart.files(values);
        UpgradeCommand command = new Helm(HelmChart.FOLDER)
                .upgrade()
                .withKubeConfig(cluster.kubeConfig())
                .withNamespace(namespace)
                .withName(HelmChart.RELEASE)
                .resetValues()
                .force()
                .disableOpenApiValidation();
        files.forEach(command::withValuesFile);
        try {
            return command.call();
        } finally {
            files.forEach(HelmChart::delete);
        }
    }

    @ParameterizedTest
    @MethodSource("neighbours")
    void aReleaseIsInstalledChangedSetBackAndTakenAway(HelmValues first, HelmValues then, String namespace) {
        Release installed = install(first, namespace);

        assertThat(installed.getStatus()).isEqualTo("deployed");
        assertStored(first, namespace);

        Release changed = upgrade(then, namespace);

        assertThat(changed.getRevision()).isEqualTo("2");
        assertStored(then, namespace);

        Release back = upgrade(first, namespace);

        assertThat(back.getRevision()).isEqualTo("3");
        assertStored(first, namespace);
        assertThat(cluster.releases(namespace)).hasSize(3);

        Helm.uninstall(HelmChart.RELEASE)
                .withKubeConfig(cluster.kubeConfig())
                .withNamespace(namespace)
                .call();

        assertThat(cluster.names(namespace)).isEmpty();
        assertThat(cluster.releases(namespace)).isEmpty();
    }

    /** The server has what the chart makes of the values, all of it and nothing else. */
    private static void assertStored(HelmValues values, String namespace) {
        List<HelmDocument> documents = HelmChart.documents(values);
        assertThat(cluster.names(namespace))
                .isEqualTo(documents.stream()
                        .map(document -> document.kind() + " " + document.name())
                        .sorted()
                        .toList());
        for (HelmDocument document : documents) {
            HasMetadata stored = cluster.stored(document.object(), namespace);
            assertThat(content(stored)).as("%s", document.kind()).isEqualTo(content(document.object()));
            assertThat(stored.getMetadata().getLabels())
                    .isEqualTo(document.object().getMetadata().getLabels());
        }
    }

    private static JsonNode content(HasMetadata object) {
        ObjectNode tree = JSON.valueToTree(Serialization.unmarshal(Serialization.asJson(object), ObjectNode.class));
        tree.remove(List.of("metadata", "status"));
        return tree;
    }

    @Test
    void whoeverInstallsIsToldWhatToDoNext() {
        HelmValues scratch = HelmValues.SMALLEST.and("scratch", "data: {volume: {enabled: false}}");

        String told = install(scratch, "told").getOutput();

        assertThat(told)
                .contains("talk-clda: 2 nodes on jdbc:postgresql://db:5432/clda")
                .contains("kubectl --namespace told rollout status statefulset/talk-clda")
                .contains("port-forward service/talk-clda 8080:80")
                .contains("the anchors of the audit trail and the register of erasures end with their pod")
                .doesNotContain("No network policy");
    }

    @Test
    void aChangeThatIsWrongChangesNothing() {
        install(HelmValues.SMALLEST, "wrong");
        HelmValues wrong = HelmValues.SMALLEST.and("wrong", "replicas: none");

        assertThatThrownBy(() -> upgrade(wrong, "wrong")).hasMessageContaining("replicas");

        assertStored(HelmValues.SMALLEST, "wrong");
    }

    /** Why {@code force}: the day this test fails, upgrades can be tried as operators do them. */
    @Test
    void theServerCannotMergeAPatchOfKubernetesOwnKind() throws IOException {
        install(HelmValues.SMALLEST, "patched");
        List<Path> files = HelmChart.files(HelmValues.SMALLEST.and("more", "replicas: 7"));
        UpgradeCommand command = new Helm(HelmChart.FOLDER)
                .upgrade()
                .withKubeConfig(cluster.kubeConfig())
                .withNamespace("patched")
                .withName(HelmChart.RELEASE)
                .disableOpenApiValidation();
        files.forEach(command::withValuesFile);

        assertThatThrownBy(command::call).hasMessageContaining("Unsupported Media Type");
    }
}
