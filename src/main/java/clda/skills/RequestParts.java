package clda.skills;

import static clda.nlu.IntentDefinition.cue;

import clda.nlu.SimplifiedCharacters;
import clda.nlu.account.Find;
import clda.nlu.account.Reading;
import clda.nlu.account.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a sentence apart where one request may end and the next begin. */
final class RequestParts {

    /** The words and marks between two requests of one sentence. */
    private static final Pattern BETWEEN = cue("(?:\\s*(?:[;；。\\n]|[.!?？](?=\\s)|[,，](?!\\d)"
            + "|\\b(?:and then|and also|and afterwards|and one more thing|and|then|plus|also|as well as|after that|afterwards|followed by|oh and|btw|by the way|while you(?:['’]re| are) at it|on top of that|once (?:that|you)(?:['’]s|['’]re) done|when that['’]s done|next|second(?:ly)?|first(?:ly)?)\\b[,:]?"
            + "|第一|第二|然后|并且|并|另外|还有一件事|还有|还要|同时|顺便|接着|接下来|顺带|顺道|完了|完事|弄完|搞完|对了|最后|之后|完成后|以及|再)[：，,:]?)+\\s*");

    /** Maximum number of parts of a sentence; with more, its meaning is unclear. */
    private static final int MAX = 6;

    private RequestParts() {}

    /** The parts of the sentence; empty if it has only one or too many. Separators inside a value do not count. */
    static List<Span> of(String text, Reading reading) {
        List<Span> parts = all(text, reading);
        return parts.size() < 2 || parts.size() > MAX ? List.of() : parts;
    }

    private static List<Span> all(String text, Reading reading) {
        List<Span> values = reading.finds().values().stream()
                .flatMap(find -> find.spans().stream())
                .toList();
        int end = reading.finds().values().stream()
                .filter(Find::free)
                .flatMap(find -> find.spans().stream())
                .mapToInt(Span::start)
                .min()
                .orElse(text.length());
        List<Span> parts = new ArrayList<>();
        Matcher between = BETWEEN.matcher(text);
        int from = 0;
        while (between.find() && between.end() <= end) {
            Span found = Span.of(between);
            boolean isOfValue = values.stream().anyMatch(value -> value.holds(found.start(), found.end()));
            Span part = stripped(text, from, between.start());
            if (!isOfValue && part.start() < part.end()) {
                parts.add(part);
                from = between.end();
            }
        }
        Span last = stripped(text, from, text.length());
        if (last.start() < last.end()) {
            parts.add(last);
        }
        return parts;
    }

    /** The part without the white space at its ends. */
    private static Span stripped(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return new Span(start, end);
    }

    /** For each separator in a text, what follows it. */
    static List<String> afterSeparators(String text) {
        return BETWEEN.matcher(SimplifiedCharacters.of(text))
                .results()
                .map(between -> text.substring(between.end()))
                .toList();
    }
}
