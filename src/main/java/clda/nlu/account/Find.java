package clda.nlu.account;

import clda.conversation.ConversationEvent.SlotValue;
import java.util.List;
import java.util.regex.MatchResult;

/**
 * A value that was found in a text.
 *
 * @param spans the parts of the text that say it, with the words that introduce it or belong to it, as a currency; empty for a
 *     value that nobody said, such as a default
 * @param free whether it may be any text, whose own words are not looked into
 */
public record Find(SlotValue value, List<Span> spans, boolean free) {

    public Find {
        spans = List.copyOf(spans);
    }

    public Find(SlotValue value, Span... spans) {
        this(value, List.of(spans), false);
    }

    /** All that was matched says the value. */
    public static Find of(MatchResult match, String value) {
        return new Find(new SlotValue(value, match.group()), Span.of(match));
    }

    /** Any text. */
    public static Find free(String value, Span... spans) {
        return new Find(new SlotValue(value, value), List.of(spans), true);
    }

    int start() {
        return spans.stream().mapToInt(Span::start).min().orElse(0);
    }

    int end() {
        return spans.stream().mapToInt(Span::end).max().orElse(0);
    }

    boolean within(Find other) {
        return !spans.isEmpty()
                && spans.stream().allMatch(span -> other.spans.stream()
                        .anyMatch(around -> around.holds(span.start(), span.end())));
    }
}
