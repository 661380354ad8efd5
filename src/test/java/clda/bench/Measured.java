package clda.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Readings and what is made of them. */
final class Measured {

    private static final double TICKS_PER_SECOND = 100;

    private Measured() {}

    /** What a process has used so far, in user and system mode. */
    static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Megabytes. */
    static double rss(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(entry -> entry.startsWith("VmRSS"))
                .mapToDouble(entry -> Double.parseDouble(entry.replaceAll("\\D", "")) / 1_024)
                .findFirst()
                .orElseThrow();
    }

    /** Milliseconds. */
    static double at(List<Load.Sample> samples, ToDoubleFunction<Load.Sample> value, double quantile) {
        return quantile(samples.stream().map(value::applyAsDouble).collect(Collectors.toList()), quantile) / 1e6;
    }

    static double gaps(List<Load.Sample> samples, double quantile) {
        return quantile(
                        samples.stream()
                                .flatMap(sample -> sample.gaps().stream())
                                .map(Long::doubleValue)
                                .collect(Collectors.toList()),
                        quantile)
                / 1e6;
    }

    static double median(List<Double> values) {
        return quantile(new ArrayList<>(values), 0.5);
    }

    static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    static double quantile(List<Double> values, double quantile) {
        Collections.sort(values);
        return values.get(Math.min(values.size() - 1, (int) (values.size() * quantile)));
    }

    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
