package clda.nlu.account;

import clda.conversation.SlotValue;
import clda.nlu.Said;
import java.util.List;
import java.util.regex.MatchResult;

/**
 * A value that was found in a text.
 *
 * @param spans the parts of the text that state it, including words that introduce it or belong to it, such as a currency;
 *     empty for a value that is not in the text, such as a default
 * @param free whether it is free text, whose words are not analysed
 */
public record Find(SlotValue value, List<Span> spans, boolean free) {

    public Find {
        spans = List.copyOf(spans);
    }

    public Find(SlotValue value, Span... spans) {
        this(value, List.of(spans), false);
    }

    /** A find whose span is the whole match. */
    public static Find of(MatchResult match, String value) {
        return new Find(new SlotValue(value, match.group()), Span.of(match));
    }

    /** A free-text value. */
    public static Find free(String value, Span... spans) {
        return new Find(new SlotValue(value, value), List.of(spans), true);
    }

    /** The find in a text that was read in simplified characters, with its words as they were written. */
    public Find asWritten(Said said) {
        boolean isWords = value.raw().contains(value.value());
        String written = isWords ? said.asWritten(value.value(), spans) : value.value();
        return new Find(new SlotValue(written, said.asWritten(value.raw(), spans)), spans, free);
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
