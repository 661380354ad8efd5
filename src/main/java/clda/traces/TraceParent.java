package clda.traces;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a trace, as the header {@code traceparent} names it (W3C Trace Context, Recommendation of 23 November 2021).
 *
 * @param traceId 32 hexadecimal digits, not all zero
 * @param spanId 16 hexadecimal digits, not all zero
 * @param sampled whether the trace is recorded
 */
public record TraceParent(String traceId, String spanId, boolean sampled) {

    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final int VERSION = 1;
    private static final int TRACE = 2;
    private static final int SPAN = 3;
    private static final int FLAGS = 4;
    private static final int FUTURE = 5;
    private static final int SAMPLED = 1;
    private static final int HEX = 16;
    private static final HexFormat DIGITS = HexFormat.of();

    /** Reads a header; empty if it is missing or malformed, in which case the standard asks to ignore it. */
    public static Optional<TraceParent> parse(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher parts = FORM.matcher(header.strip());
        if (!parts.matches()
                || parts.group(VERSION).equals("ff")
                || parts.group(VERSION).equals("00") && parts.group(FUTURE) != null) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(parts.group(FLAGS), HEX) & SAMPLED) != 0;
        return Optional.of(new TraceParent(parts.group(TRACE), parts.group(SPAN), sampled));
    }

    /** A random id of a trace. */
    public static String randomTraceId() {
        return randomSpanId() + randomSpanId();
    }

    /** A random id of a span. */
    public static String randomSpanId() {
        long id;
        do {
            id = ThreadLocalRandom.current().nextLong();
        } while (id == 0);
        return DIGITS.toHexDigits(id);
    }

    /** As the header is written. */
    @Override
    public String toString() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
