package clda.traces;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The trace of a turn, which every node and every later process finds again: that of the request that opened the turn, which
 * is stored with it, or else one whose id is a digest of the ids of conversation and turn. The id of the turn's first span is
 * such a digest too, so that a part of the turn that is taken up later can refer to it.
 *
 * @param traceId 32 hexadecimal digits
 * @param parent the span of the request that opened the turn; null if there is none
 * @param first the id of the turn's first span
 */
public record TurnTrace(String traceId, @Nullable TraceParent parent, String first) {

    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;

    /** @param stored what was stored when the turn was opened; null if nothing was */
    public static TurnTrace of(String conversation, String turn, @Nullable String stored) {
        String digest = digest(conversation + "/" + turn);
        String first = digest.substring(TRACE_DIGITS, TRACE_DIGITS + SPAN_DIGITS);
        return TraceParent.parse(stored)
                .map(parent -> new TurnTrace(parent.traceId(), parent, first))
                .orElseGet(() -> new TurnTrace(digest.substring(0, TRACE_DIGITS), null, first));
    }

    private static String digest(String place) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256")
                    .digest(("clda/trace/" + place).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
