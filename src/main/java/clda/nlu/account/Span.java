package clda.nlu.account;

import java.util.regex.MatchResult;

/**
 * A part of a text.
 *
 * @param start the index of its first char; {@code end} is the index after its last
 */
public record Span(int start, int end) {

    /** The span of the whole match. */
    public static Span of(MatchResult match) {
        return new Span(match.start(), match.end());
    }

    /** Whether the given range is inside this span. */
    public boolean holds(int from, int to) {
        return start <= from && to <= end;
    }

    boolean overlaps(Span other) {
        return start < other.end && other.start < end;
    }
}
