package clda.conversation;

import clda.json.Worded;

/**
 * Something to remember, word by word.
 *
 * @param kind what it is
 * @param turnId where it was said or done first
 * @param text word by word
 */
public record SummaryNote(Kind kind, String turnId, String text) {

    public enum Kind implements Worded {
        /** All until the turn, as a model has put it. There is one at most, and it may be wrong. */
        GIST,
        /** A name, number or address: what later sentences refer to. */
        VALUE,
        /** A call that changed something, and what came of it. */
        DONE,
        /** A person decided about a call. */
        DECIDED,
        /** What was looked up. */
        SEEN,
        /** The user's words. */
        SAID,
        /** The answer's. */
        ANSWERED
    }
}
