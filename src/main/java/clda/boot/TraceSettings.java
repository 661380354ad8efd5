package clda.boot;

import clda.net.IpRange;
import clda.traces.Sampling;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Where traces are sent, and which.
 *
 * @param endpoint the whole address; null while traces are off
 * @param headers for each request to it
 * @param callers the addresses whose traces are continued
 * @param passedOn whether requests to models carry the trace
 */
record TraceSettings(
        @Nullable URI endpoint,
        Map<String, String> headers,
        Sampling sampling,
        List<IpRange> callers,
        boolean passedOn) {

    private static final String ENDPOINT = "clda.traces.endpoint";
    private static final String HEADERS = "clda.traces.headers-file";
    private static final String RATIO = "clda.traces.ratio";
    private static final String CALLERS = "clda.traces.callers";
    private static final String PASSED_ON = "clda.traces.to-models";
    private static final String HEADER = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    /** @throws IllegalArgumentException naming the property that is wrong */
    static TraceSettings from(Config config) {
        return new TraceSettings(
                Settings.text(config, ENDPOINT)
                        .map(address -> Settings.httpAddress(ENDPOINT, address))
                        .orElse(null),
                Settings.text(config, HEADERS)
                        .map(file -> headers(Path.of(file)))
                        .orElse(Map.of()),
                sampling(config),
                callers(config),
                Settings.value(config, PASSED_ON, Boolean.class, false));
    }

    private static Sampling sampling(Config config) {
        double ratio = Settings.value(config, RATIO, Double.class, 1.0);
        try {
            return new Sampling(ratio);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(RATIO + " " + e.getMessage(), e);
        }
    }

    private static List<IpRange> callers(Config config) {
        List<String> ranges = config.getOptionalValues(CALLERS, String.class).orElse(List.of());
        try {
            return ranges.stream().map(String::strip).map(IpRange::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(CALLERS + ": " + e.getMessage(), e);
        }
    }

    /** Lines such as {@code Authorization: Bearer …}; the values are secrets and in no message. */
    private static Map<String, String> headers(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(HEADERS + ": " + file + " cannot be read", e);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines) {
            if (!line.isBlank()) {
                int colon = line.indexOf(':');
                String name = colon < 0 ? "" : line.substring(0, colon).strip();
                if (!name.matches(HEADER)) {
                    throw new IllegalArgumentException(HEADERS + ": line " + (headers.size() + 1) + " of " + file
                            + " is not of the form Name: value");
                }
                headers.put(name, line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    /** Where traces are sent; empty while they are off. */
    Optional<URI> address() {
        return Optional.ofNullable(endpoint);
    }
}
