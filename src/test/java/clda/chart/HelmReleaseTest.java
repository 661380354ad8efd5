package clda.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code .ci/release}, with a Helm that writes down how it was called and answers what the chart makes, and with a
 * {@code clda-release} that speaks for a server.
 */
class HelmReleaseTest {

    private static final Path SCRIPT = Path.of(".ci/release");
    private static final String OLD = "sha256:" + "0a".repeat(32);
    private static final String NEW = "sha256:" + "b1".repeat(32);
    private static final String UPGRADE =
            "helm upgrade clda server-config/helm/clda --reset-then-reuse-values --wait --timeout 15m ";
    private static final String MANIFEST = "helm get manifest clda";
    private static final String NO_CANARY = "--set canary.enabled=false";
    private static final String TAKEN_AWAY = UPGRADE + NO_CANARY + " --set-string image.tag=1.4.0,image.digest=";
    private static final long MAX_SECONDS = 60;

    private static final HelmValues STABLE = HelmCombinations.everything().and("stable", "image: {tag: 1.4.0}");
    private static final HelmValues WITH_CANARY = STABLE.and("a canary", canary("tag: 1.5.0"));

    @TempDir
    Path machine;

    @BeforeEach
    void aClusterAndAServer() throws IOException {
        program(
                machine.resolve("bin/helm"),
                """
                echo "helm $*" >> calls
                case "$*" in
                  "get manifest"*) cat manifest ;;
                  *" --dry-run=server") cat planned ;;
                esac
                """);
        program(
                machine.resolve("project/server-config/release/clda-release"),
                """
                echo "clda-release $*" >> calls
                case "$1" in
                  show) cat release ;;
                  watch) grep -q running release ;;
                  promote | roll-back)
                    grep -q running release || { echo "clda-release: 409 No release is running." >&2; exit 1; }
                    ;;
                esac
                """);
        Path script = machine.resolve("project").resolve(SCRIPT);
        Files.createDirectories(script.getParent());
        Files.copy(SCRIPT, script);
    }

    private void program(Path file, String does) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\nset -e\ncd '" + machine + "'\n" + does);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static String canary(String image) {
        return "canary: {enabled: true, image: {" + image + "}}";
    }

    /** What Helm has installed. */
    private void installed(HelmValues values) throws IOException {
        Files.writeString(machine.resolve("manifest"), HelmChart.rendered(values));
    }

    /** What Helm says that it would install. */
    private void planned(HelmValues values) throws IOException {
        Files.writeString(
                machine.resolve("planned"),
                """
                Release "clda" has been upgraded. Happy Helming!
                NAME: clda
                STATUS: pending-upgrade
                HOOKS:
                MANIFEST:
                %s
                NOTES:
                talk-clda: 2 nodes
                """
                        .formatted(HelmChart.rendered(values)));
    }

    private void serverSays(String release) throws IOException {
        Files.writeString(machine.resolve("release"), release + "\n");
    }

    /** How the script ended, what it said, and which commands it ran. */
    private record Ended(int status, String said, List<String> calls) {}

    private Ended run(String part, Map<String, String> variables) throws Exception {
        Path said = machine.resolve("said");
        ProcessBuilder script = new ProcessBuilder(
                        "bash", machine.resolve("project").resolve(SCRIPT).toString(), part)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        script.environment().keySet().removeIf(variable -> variable.startsWith("CLDA_"));
        script.environment().putAll(variables);
        script.environment().put("PATH", machine.resolve("bin") + ":" + System.getenv("PATH"));
        Process process = script.start();
        assertThat(process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
        Path calls = machine.resolve("calls");
        List<String> lines = Files.exists(calls) ? Files.readAllLines(calls) : List.of();
        Files.deleteIfExists(calls);
        return new Ended(process.exitValue(), Files.readString(said), lines);
    }

    private List<String> succeeds(String part, Map<String, String> variables) throws Exception {
        Ended ended = run(part, variables);
        assertThat(ended.status()).as(ended.said()).isZero();
        return ended.calls();
    }

    private static String images(String stable, String canary) {
        return "--set canary.enabled=true --set-string " + stable + "," + canary;
    }

    @Test
    void aVersionIsTriedThenGivenToEverybody() throws Exception {
        installed(STABLE);
        planned(WITH_CANARY);
        serverSays("{\"state\":\"running\",\"share\":10}");
        String added = images("image.tag=1.4.0,image.digest=", "canary.image.tag=1.5.0,canary.image.digest=");

        assertThat(succeeds("canary", Map.of("CLDA_VERSION", "1.5.0")))
                .containsExactly(
                        MANIFEST,
                        UPGRADE + added + " --dry-run=server",
                        UPGRADE + added,
                        "clda-release start 10",
                        "clda-release watch 30");

        installed(WITH_CANARY);

        assertThat(succeeds("promotion", Map.of()))
                .containsExactly(
                        MANIFEST,
                        "clda-release show",
                        UPGRADE + "--set-string image.tag=1.5.0,image.digest=",
                        "clda-release promote",
                        UPGRADE + NO_CANARY);
    }

    @Test
    void theReleaseOfAnyNameInAnyNamespaceIsMeant() throws Exception {
        installed(STABLE);
        planned(WITH_CANARY);
        serverSays("{\"state\":\"running\"}");

        List<String> calls =
                succeeds("canary", Map.of("CLDA_VERSION", "1.5.0", "CLDA_RELEASE", "talk", "CLDA_NAMESPACE", "agents"));

        assertThat(calls).filteredOn(call -> call.startsWith("helm")).hasSize(3).allSatisfy(call -> assertThat(call)
                .containsPattern("^helm (get manifest|upgrade) talk .*--namespace agents( |$)"));
    }

    @Test
    void manyNodesAreGivenTheTimeThatTheyTake() throws Exception {
        installed(WITH_CANARY);
        serverSays("{\"state\":\"running\"}");

        assertThat(succeeds("promotion", Map.of("CLDA_TIMEOUT", "40m")))
                .filteredOn(call -> call.startsWith("helm upgrade"))
                .hasSize(2)
                .allMatch(call -> call.contains(" --wait --timeout 40m "));
    }

    @Test
    void stableNodesWithoutATagOfTheirOwnKeepTheVersionThatTheyHave() throws Exception {
        installed(HelmValues.SMALLEST);
        planned(HelmValues.SMALLEST.and("a canary", canary("tag: 1.5.0")));
        serverSays("{\"state\":\"running\"}");

        assertThat(succeeds("canary", Map.of("CLDA_VERSION", "1.5.0")))
                .contains(UPGRADE
                        + images("image.tag=0.1.0,image.digest=", "canary.image.tag=1.5.0,canary.image.digest="));
    }

    @Test
    void aDigestIsAVersionAsWell() throws Exception {
        HelmValues stable = STABLE.and("a digest", "image: {digest: '" + OLD + "'}");
        HelmValues withCanary = stable.and("a canary", canary("tag: 1.4.5, digest: '" + NEW + "'"));
        installed(stable);
        planned(withCanary);
        serverSays("{\"state\":\"running\"}");

        assertThat(succeeds("canary", Map.of("CLDA_VERSION", NEW)))
                .contains(UPGRADE
                        + images("image.tag=,image.digest=" + OLD, "canary.image.tag=,canary.image.digest=" + NEW));

        installed(withCanary);

        assertThat(succeeds("promotion", Map.of("CLDA_VERSION", "1.6.0")))
                .contains(UPGRADE + "--set-string image.tag=,image.digest=" + NEW);
        assertThat(succeeds("roll-back", Map.of()))
                .contains(UPGRADE + NO_CANARY + " --set-string image.tag=,image.digest=" + OLD);
    }

    @Test
    void aChartThatWouldRestartTheStableNodesStartsNoCanary() throws Exception {
        installed(STABLE);
        planned(WITH_CANARY.and("other options", "java: {options: -XX:+UseG1GC}"));

        Ended ended = run("canary", Map.of("CLDA_VERSION", "1.5.0"));

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said())
                .isEqualTo(".ci/release: this chart would restart the stable nodes: upgrade them to it first,"
                        + " with the version that they have, 1.4.0\n");
        assertThat(ended.calls()).noneMatch(call -> call.startsWith("clda-release"));
        assertThat(ended.calls())
                .filteredOn(call -> call.startsWith("helm upgrade"))
                .allMatch(call -> call.endsWith("--dry-run=server"));
    }

    @Test
    void aCanaryHasAVersion() throws Exception {
        installed(STABLE);

        Ended ended = run("canary", Map.of());

        assertThat(ended.status()).isNotZero();
        assertThat(ended.said()).contains("CLDA_VERSION: names the version of the canary");
        assertThat(ended.calls()).isEmpty();
    }

    @Test
    void aVersionThatWasRolledBackIsNotPromoted() throws Exception {
        installed(WITH_CANARY);
        serverSays("{\"state\":\"rolled_back\",\"reason\":\"9 of 30 turns failed\"}");

        Ended ended = run("promotion", Map.of());

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said())
                .isEqualTo(".ci/release: no release is running, so that nobody has tried 1.5.0:"
                        + " the last one is rolled_back\n");
        assertThat(ended.calls()).containsExactly(MANIFEST, "clda-release show");
    }

    @Test
    void withoutACanaryNothingIsPromoted() throws Exception {
        installed(STABLE);

        Ended ended = run("promotion", Map.of());

        assertThat(ended).isEqualTo(new Ended(1, ".ci/release: there is no canary\n", List.of(MANIFEST)));
    }

    @Test
    void aPromotionThatWasCutOffGoesOn() throws Exception {
        installed(WITH_CANARY.and("promoted", "image: {tag: 1.5.0}"));
        serverSays("{\"state\":\"promoted\"}");

        assertThat(succeeds("promotion", Map.of())).containsExactly(MANIFEST, "clda-release show", UPGRADE + NO_CANARY);
    }

    @Test
    void aRunningReleaseIsRolledBackAndTheCanaryTakenAway() throws Exception {
        installed(WITH_CANARY);
        serverSays("{\"state\":\"running\"}");

        assertThat(succeeds("roll-back", Map.of("CLDA_REASON", "Refunds are refused.")))
                .containsExactly("clda-release roll-back Refunds are refused.", MANIFEST, TAKEN_AWAY);
    }

    @Test
    void theCanaryIsTakenAwayAfterItHasRolledItselfBack() throws Exception {
        installed(WITH_CANARY);
        serverSays("{\"state\":\"rolled_back\",\"reason\":\"9 of 30 turns failed\"}");

        assertThat(succeeds("roll-back", Map.of()))
                .containsExactly("clda-release roll-back ", "clda-release show", MANIFEST, TAKEN_AWAY);
    }

    /** Its image may not exist, for example; the release before was promoted, or there was none. */
    @Test
    void aCanaryThatHasNeverStartedIsTakenAway() throws Exception {
        installed(WITH_CANARY);
        for (String before : List.of("{\"state\":\"promoted\"}", "{\"nodes\":{\"stable\":2,\"canary\":0}}")) {
            serverSays(before);

            assertThat(succeeds("roll-back", Map.of())).as(before).contains(TAKEN_AWAY);
        }
    }

    @Test
    void aServerThatDoesNotRollBackKeepsItsCanary() throws Exception {
        installed(WITH_CANARY);

        Ended ended = run("roll-back", Map.of());

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.calls()).containsExactly("clda-release roll-back ", "clda-release show");
    }

    @Test
    void whatEverybodyHasIsNotTakenBackUnnoticed() throws Exception {
        installed(WITH_CANARY.and("promoted", "image: {tag: 1.5.0}"));
        serverSays("{\"state\":\"promoted\"}");

        Ended ended = run("roll-back", Map.of());

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said())
                .endsWith(".ci/release: the stable nodes have 1.5.0, as the canary does:"
                        + " helm rollback gives them the version before\n");
        assertThat(ended.calls()).noneMatch(call -> call.startsWith("helm upgrade"));
    }
}
