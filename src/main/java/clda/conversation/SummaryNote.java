package clda.conversation;

/**
 * Something to remember, word by word.
 *
 * @param kind what it is
 * @param turnId where it was said or done first
 * @param text word by word
 */
public record SummaryNote(Kind kind, String turnId, String text) {

    public enum Kind {
        /** All until the turn, as a model has put it. There is one at most, and it may be wrong. */
        gist,
        /** A name, number or address: what later sentences refer to. */
        value,
        /** A call that changed something, and what came of it. */
        done,
        /** A person decided about a call. */
        decided,
        /** What was looked up. */
        seen,
        /** The user's words. */
        said,
        /** The answer's. */
        answered
    }
}
