package clda.memory;

import clda.json.Worded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a user wants to be remembered.
 *
 * @param number identifies it to the user and the model; never reused for another fact of the user
 * @param onlyIn the only conversation it applies to; null for all
 * @param correctedAt when the user last changed the text; null if never
 * @param untrusted whether the words may come from text written by others; not once the user has put them in other words
 */
public record Fact(
        String tenant,
        String person,
        int number,
        String text,
        @Nullable String onlyIn,
        Origin origin,
        Instant at,
        @Nullable Instant correctedAt,
        boolean untrusted) {

    /** Who wrote it down. */
    public enum By implements Worded {
        PERSON,
        /** A model or the built-in understanding, when it was asked to. */
        ASSISTANT
    }

    /**
     * Where a fact comes from.
     *
     * @param conversationId in which it was said; null if it was written on the page or through the API. The conversation may
     *     have been erased since.
     */
    public record Origin(By by, @Nullable String conversationId, @Nullable String turnId) {

        public static final Origin WRITTEN = new Origin(By.PERSON, null, null);
    }

    /** A copy with the number. */
    public Fact numbered(int value) {
        return new Fact(tenant, person, value, text, onlyIn, origin, at, correctedAt, untrusted);
    }

    /** A copy with corrected text. */
    public Fact corrected(String words, Instant when) {
        return new Fact(tenant, person, number, words, onlyIn, origin, at, when, false);
    }

    /** Whether it applies to the conversation. */
    public boolean mattersIn(String conversationId) {
        return onlyIn == null || onlyIn.equals(conversationId);
    }
}
