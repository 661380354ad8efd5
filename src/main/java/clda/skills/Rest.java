package clda.skills;

import clda.nlu.account.Find;
import clda.nlu.account.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a text says besides some of its parts, such as the words of a time.
 *
 * @param words the remaining parts, with spaces between them
 * @param spans where these parts stand in the text
 */
record Rest(String words, List<Span> spans) {

    /** The rest of the text from a position on. */
    static Rest of(String text, int from, List<Span> parts) {
        List<Span> spans = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        int at = from;
        List<Span> inOrder =
                parts.stream().sorted(Comparator.comparingInt(Span::start)).toList();
        for (Span part : inOrder) {
            if (part.start() > at) {
                spans.add(new Span(at, part.start()));
                words.append(text, at, part.start()).append(' ');
            }
            at = Math.max(at, part.end());
        }
        spans.add(new Span(at, text.length()));
        return new Rest(words.append(text.substring(at)).toString().strip(), spans);
    }

    /** A find of these words as free text. */
    Find free() {
        return Find.free(words, spans.toArray(Span[]::new));
    }
}
