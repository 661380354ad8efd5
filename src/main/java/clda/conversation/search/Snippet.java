package clda.conversation.search;

import java.util.Set;

/** The part of a text around a word that was searched for, for a list of results. */
public final class Snippet {

    private static final int BEFORE = 30;
    private static final int LENGTH = 120;
    private static final char MORE = '…';

    private Snippet() {}

    /** @param words as {@link Words} makes them */
    public static String of(String text, Set<String> words) {
        String line = text.strip().replaceAll("\\s+", " ");
        int place = place(line, words);
        int from =
                place <= BEFORE ? 0 : line.offsetByCodePoints(place, -Math.min(BEFORE, line.codePointCount(0, place)));
        int to = Math.min(line.length(), from + LENGTH);
        if (to < line.length() && Character.isHighSurrogate(line.charAt(to - 1))) {
            to--;
        }
        return (from > 0 ? MORE : "") + line.substring(from, to).strip() + (to < line.length() ? MORE : "");
    }

    /** Where the first of the words is; 0 if there is none or if folding changes the length of the text. */
    private static int place(String line, Set<String> words) {
        String folded = Words.folded(line);
        if (folded.length() != line.length()) {
            return 0;
        }
        return words.stream()
                .mapToInt(folded::indexOf)
                .filter(index -> index >= 0)
                .min()
                .orElse(0);
    }
}
