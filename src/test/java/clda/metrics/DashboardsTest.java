package clda.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboards in the repository are those that {@link Dashboards} makes, and each of their expressions shows something of
 * what a real server has answered. {@code -Dclda.grafana=write} writes them anew.
 */
class DashboardsTest {

    private static final Path KEPT = Path.of("server-config/grafana");
    private static final int STEPS = 40;

    @TempDir
    Path folder;

    @BeforeAll
    static void write() throws IOException {
        if (System.getProperty("clda.grafana", "").equals("write")) {
            Files.createDirectories(KEPT);
            for (Dashboard dashboard : Dashboards.ALL) {
                Files.writeString(file(dashboard), dashboard.json());
            }
        }
    }

    private static Path file(Dashboard dashboard) {
        return KEPT.resolve(dashboard.uid() + ".json");
    }

    @Test
    void theKeptDashboardsAreThoseOfTheCodeAndNoOthers() throws IOException {
        for (Dashboard dashboard : Dashboards.ALL) {
            assertThat(file(dashboard)).hasContent(dashboard.json());
        }
        try (Stream<Path> files = Files.list(KEPT)) {
            assertThat(files.filter(file -> file.toString().endsWith(".json"))).hasSameSizeAs(Dashboards.ALL);
        }
    }

    @Test
    void titlesAndNamesAreThere() {
        for (Dashboard dashboard : Dashboards.ALL) {
            List<String> titles = dashboard.panels().map(Dashboard.Panel::title).toList();

            assertThat(titles).doesNotHaveDuplicates().allMatch(title -> Character.isUpperCase(title.charAt(0)));
        }
    }

    @Test
    void everyExpressionShowsSomethingOfARealServer() throws IOException, InterruptedException {
        Promtool.assumeInstalled();
        List<String> expressions = Dashboards.ALL.stream()
                .flatMap(Dashboard::panels)
                .flatMap(panel -> panel.lines().stream())
                .map(Dashboard.Line::expression)
                .distinct()
                .toList();

        assertThat(expressions).hasSizeGreaterThan(50);
        Promtool.passes("test", "rules", showing(expressions));
    }

    @Test
    void anExpressionThatShowsNothingIsSeen() throws IOException {
        Promtool.assumeInstalled();
        for (String nothing : List.of("max(clda_moods{job=\"$job\"})", "max(clda_turns_running{job=\"other\"})")) {
            String test = showing(List.of(nothing));

            assertThatThrownBy(() -> Promtool.passes("test", "rules", test)).hasMessageContaining("exp: {} 1E+00");
        }
    }

    /** A test of Prometheus that passes if each of them shows something of what a server has answered. */
    private String showing(List<String> expressions) throws IOException {
        StringBuilder test = new StringBuilder("rule_files:\n");
        test.append("  - ")
                .append(Promtool.RULES.resolve("clda-recording.yml").toAbsolutePath())
                .append("\nevaluation_interval: 15s\ntests:\n  - interval: 15s\n    input_series:\n")
                .append(RecordedScrape.kept().series(STEPS))
                .append(RecordedScrape.ofANodeThatReadsEvents().series(STEPS))
                .append("    promql_expr_test:\n");
        for (String expression : expressions) {
            String plain = expression.replace("$__rate_interval", "5m").replace("$job", "clda");
            test.append("      - expr: '(count(")
                    .append(plain)
                    .append(") > bool 0) or vector(0)'\n        eval_time: 8m\n        exp_samples:\n")
                    .append("          - value: 1\n");
        }
        return Files.writeString(folder.resolve("dashboards.yml"), test).toString();
    }
}
