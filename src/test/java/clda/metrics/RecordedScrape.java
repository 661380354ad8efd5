package clda.metrics;

import clda.events.IncomingTally;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server has answered a scraper with, in the text format. */
public record RecordedScrape(List<Sample> samples, Map<String, String> types) {

    /** Written by MetricsIT, from a server that has done a bit of everything. */
    public static final Path KEPT = Path.of("src/test/resources/metrics/scrape.txt");

    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** One line. @param labels as they were written, in braces or empty */
    public record Sample(String name, String labels, double value) {

        public Map<String, String> tags() {
            Map<String, String> tags = new TreeMap<>();
            Matcher matcher = LABEL.matcher(labels);
            while (matcher.find()) {
                tags.put(matcher.group(1), matcher.group(2));
            }
            return tags;
        }
    }

    public static RecordedScrape kept() throws IOException {
        return of(Files.readString(KEPT));
    }

    /** What a node answers in addition that reads events of other systems. */
    static RecordedScrape ofANodeThatReadsEvents() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        IncomingTally tally = new IncomingTally();
        new IncomingMeters(registry, tally);
        tally.lag(() -> 3);
        tally.connected(() -> true);
        List.of(IncomingTally.Kind.values()).forEach(tally::add);
        return RecordedScrape.of(registry.scrape());
    }

    public static RecordedScrape of(String text) {
        List<Sample> samples = new ArrayList<>();
        Map<String, String> types = new TreeMap<>();
        text.lines().forEach(line -> {
            Matcher matcher = SAMPLE.matcher(line);
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ");
                types.put(words[2], words[3]);
            } else if (!line.startsWith("#") && matcher.matches()) {
                samples.add(new Sample(
                        matcher.group(1),
                        matcher.group(2) == null ? "" : matcher.group(2),
                        Double.parseDouble(matcher.group(3).replace("+Inf", "Infinity"))));
            }
        });
        return new RecordedScrape(samples, types);
    }

    /** Our own metrics, each with its type and the names of its labels, without those of buckets. */
    public Set<String> families() {
        Set<String> families = new TreeSet<>();
        types.forEach((name, type) -> {
            if (name.startsWith("clda_")) {
                Set<String> labels = new TreeSet<>();
                samples.stream()
                        .filter(sample ->
                                sample.name().equals(name) || sample.name().equals(name + "_count"))
                        .forEach(sample -> labels.addAll(sample.tags().keySet()));
                families.add(name + " " + type + " " + labels);
            }
        });
        return families;
    }

    /** The sum of all samples of that name with those labels; 0 if there is none. */
    public double sum(String name, String... tags) {
        Map<String, String> wanted = new TreeMap<>();
        for (int i = 0; i < tags.length; i += 2) {
            wanted.put(tags[i], tags[i + 1]);
        }
        return samples.stream()
                .filter(sample ->
                        sample.name().equals(name) && sample.tags().entrySet().containsAll(wanted.entrySet()))
                .mapToDouble(Sample::value)
                .sum();
    }

    /**
     * The samples as series of a unit test of Prometheus: counters go on as fast as they have begun, others stay.
     *
     * @param steps how many samples
     */
    String series(int steps) {
        StringBuilder yaml = new StringBuilder();
        for (Sample sample : samples) {
            if (!Double.isFinite(sample.value())) {
                continue;
            }
            String type = types.getOrDefault(
                    sample.name(), types.getOrDefault(sample.name().replaceFirst("_(bucket|sum|count)$", ""), ""));
            boolean counts = type.equals("counter")
                    || type.matches("histogram|summary") && sample.name().matches(".*_(bucket|sum|count)");
            String value = new BigDecimal(String.valueOf(sample.value())).toPlainString();
            yaml.append("      - series: '")
                    .append(sample.name())
                    .append("{job=\"clda\",instance=\"a\"")
                    .append(
                            sample.labels().isEmpty()
                                    ? ""
                                    : "," + sample.labels().replace("'", "''"))
                    .append("}'\n        values: ")
                    .append(counts ? value + "+" + value : value)
                    .append('x')
                    .append(steps)
                    .append('\n');
        }
        return yaml.toString();
    }
}
