package clda.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of Prometheus: they are sound, they ask for what there is, and they call somebody when they should. */
class AlertRulesTest {

    private static final Path RECORDING = Promtool.RULES.resolve("clda-recording.yml");
    private static final Path ALERTS = Promtool.RULES.resolve("clda-alerts.yml");
    private static final Path TESTS = Promtool.RULES.resolve("tests");

    @TempDir
    Path folder;

    private static Set<String> found(String pattern, String text) {
        Set<String> all = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            all.add(matcher.group(1));
        }
        return all;
    }

    private static Set<String> alerts() throws IOException {
        return found("- alert: (\\w+)", Files.readString(ALERTS));
    }

    @Test
    void theRulesAreSound() throws IOException, InterruptedException {
        Promtool.assumeInstalled();

        Promtool.passes("check", "rules", RECORDING.toString(), ALERTS.toString());
        Promtool.passes(
                "check",
                "config",
                "--syntax-only",
                Promtool.RULES.resolve("prometheus.yml").toString());
    }

    @Test
    void theRulesPassTheirOwnTests() throws IOException, InterruptedException {
        Promtool.assumeInstalled();

        Promtool.passes(
                "test",
                "rules",
                TESTS.resolve("clda-alerts_test.yml").toString(),
                TESTS.resolve("clda-hours_test.yml").toString());
    }

    @Test
    void everyAlertIsTriedAndTheHandbookSaysWhatToDo() throws IOException {
        String tests = Files.readString(TESTS.resolve("clda-alerts_test.yml"))
                + Files.readString(TESTS.resolve("clda-hours_test.yml"));
        String handbook = Files.readString(Path.of("docs/operations.md"));

        assertThat(alerts()).hasSizeGreaterThan(10).allSatisfy(alert -> {
            assertThat(tests).contains("\"" + alert + "\"");
            assertThat(handbook).contains("\n### " + alert + "\n");
            assertThat(Files.readString(ALERTS))
                    .contains("runbook: docs/operations.md#" + alert.toLowerCase(Locale.ROOT) + "\n");
        });
        assertThat(found("\n### (Clda\\w+)\n", handbook)).isEqualTo(alerts());
    }

    @Test
    void whatTheRulesAskForIsThere() throws IOException {
        Set<String> there = new TreeSet<>();
        RecordedScrape.kept().samples().forEach(sample -> there.add(sample.name()));
        RecordedScrape.ofANodeThatReadsEvents().samples().forEach(sample -> there.add(sample.name()));
        String rules = Files.readString(RECORDING) + Files.readString(ALERTS);

        assertThat(there).isNotEmpty().containsAll(found("(?<![:\\w])((?:clda|jvm|process)_\\w+)(?=[\\[{)])", rules));
        assertThat(found("- record: (\\S+)", rules)).containsAll(found("((?:job|model):clda\\w+:\\w+)", rules));
    }

    @Test
    void theHandbookNamesEveryMetric() throws IOException {
        String handbook = Files.readString(Path.of("docs/operations.md"));

        assertThat(RecordedScrape.kept().types().keySet().stream()
                        .filter(name -> name.startsWith("clda_") && !name.endsWith("_max")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(handbook).contains("`" + name + "`"));
    }

    /**
     * Fifty jobs whose turns begin to fail and fifty whose answers become slow, of any size from two turns a second to a few a
     * second, beside thirty whose hour is as ordinary hours are: some failures, some slow answers, now and then several.
     */
    @Test
    void aHundredBreachesAreToldWithinAMinuteAndAnOrdinaryHourIsNot() throws IOException, InterruptedException {
        Promtool.assumeInstalled();
        Random random = new Random(19);
        StringBuilder series = new StringBuilder();
        add(series, "up{job=\"clda\"}", 240, step -> 1);
        int begin = 40;
        for (int breach = 0; breach < 100; breach++) {
            double perStep = 8 + random.nextInt(60);
            double phase = random.nextDouble();
            boolean failing = breach < 50;
            double part = failing ? 0.6 + 0.4 * random.nextDouble() : 0.9 + 0.1 * random.nextDouble();
            IntToDoubleFunction bad = step -> step <= begin ? 0 : (step - begin - phase) * perStep * part;
            add(series, "breach" + breach, 60, step -> step * perStep, bad, failing);
        }
        for (int job = 0; job < 30; job++) {
            double perStep = 2 + random.nextInt(40);
            boolean failing = job % 2 == 0;
            double part = failing ? 0.005 : 0.03;
            double[] bad = new double[241];
            for (int step = 1; step < bad.length; step++) {
                bad[step] = bad[step - 1];
                for (int turn = 0; turn < perStep; turn++) {
                    bad[step] += random.nextDouble() < part ? 1 : 0;
                }
            }
            add(series, "ordinary" + job, 240, step -> step * perStep, step -> bad[step], failing);
        }
        String test = "rule_files:\n  - " + RECORDING.toAbsolutePath() + "\n  - " + ALERTS.toAbsolutePath()
                + "\nevaluation_interval: 15s\ntests:\n  - interval: 15s\n    input_series:\n" + series
                + "    promql_expr_test:\n"
                + expects("count(ALERTS{alertstate=\"firing\"}) or vector(0)", "10m", 0)
                + expects(
                        "count(ALERTS{alertstate=\"firing\",job=~\"breach.*\",alertname=~\"CldaTurnsFailing|CldaAnswersSlow\"})",
                        "11m",
                        100)
                + expects(
                        "count(max_over_time(ALERTS{alertstate=\"firing\",job=~\"ordinary.*\"}[1h])) or vector(0)",
                        "1h",
                        0);

        Promtool.passes(
                "test",
                "rules",
                Files.writeString(folder.resolve("breaches.yml"), test).toString());
    }

    private static void add(
            StringBuilder series,
            String job,
            int steps,
            IntToDoubleFunction all,
            IntToDoubleFunction bad,
            boolean failing) {
        IntToDoubleFunction good = step -> all.applyAsDouble(step) - bad.applyAsDouble(step);
        if (failing) {
            add(series, "clda_turns_total{job=\"" + job + "\",outcome=\"completed\"}", steps, good);
            add(series, "clda_turns_total{job=\"" + job + "\",outcome=\"failed\"}", steps, bad);
        } else {
            add(series, "clda_turn_answer_seconds_bucket{job=\"" + job + "\",le=\"2.0\"}", steps, good);
            add(series, "clda_turn_answer_seconds_count{job=\"" + job + "\"}", steps, all);
        }
    }

    private static void add(StringBuilder series, String name, int steps, IntToDoubleFunction value) {
        series.append("      - series: '").append(name).append("'\n        values:");
        for (int step = 0; step <= steps; step++) {
            series.append(' ').append(Math.round(value.applyAsDouble(step)));
        }
        series.append('\n');
    }

    private static String expects(String expression, String at, int value) {
        return "      - expr: '" + expression + "'\n        eval_time: " + at
                + "\n        exp_samples:\n          - value: " + value + "\n";
    }
}
