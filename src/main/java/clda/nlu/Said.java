package clda.nlu;

import clda.nlu.account.Span;
import java.util.List;

/**
 * What a person said, as it was written and as it is read: in simplified characters. The two have the same length, and the same
 * place in both is the same word. Patterns look at what is read; words are taken from what was written.
 */
public record Said(String written, String read) {

    /** @throws IllegalArgumentException if the lengths differ */
    public Said {
        if (written.length() != read.length()) {
            throw new IllegalArgumentException("what is read has other places than what was written");
        }
        // The same text is one object, which is quick to compare.
        written = written.equals(read) ? read : written;
    }

    public static Said of(String written) {
        return new Said(written, SimplifiedCharacters.of(written));
    }

    public int length() {
        return read.length();
    }

    public Said part(Span part) {
        return new Said(written.substring(part.start(), part.end()), read.substring(part.start(), part.end()));
    }

    /** The same text with spaces in place of a part. */
    public Said without(Span part) {
        String spaces = " ".repeat(part.end() - part.start());
        return new Said(replaced(written, part, spaces), replaced(read, part, spaces));
    }

    private static String replaced(String text, Span part, String by) {
        return text.substring(0, part.start()) + by + text.substring(part.end());
    }

    /**
     * Words of what is read as they were written. They may lack some of the text, and have spaces that it lacks.
     *
     * @param parts where they stand; if they do not stand there, they are returned as they are
     */
    public String asWritten(String words, List<Span> parts) {
        if (written.equals(read)) {
            return words;
        }
        StringBuilder original = new StringBuilder(words);
        int found = 0;
        for (Span part : parts) {
            for (int i = part.start(); i < part.end() && found < words.length(); i++) {
                found = afterJoin(words, found, read.charAt(i));
                if (found < words.length() && words.charAt(found) == read.charAt(i)) {
                    original.setCharAt(found++, written.charAt(i));
                }
            }
        }
        return words.substring(found).isBlank() ? original.toString() : words;
    }

    /** Skips spaces that only join parts. */
    private static int afterJoin(String words, int from, char next) {
        int at = from;
        while (at < words.length() && words.charAt(at) != next && Character.isWhitespace(words.charAt(at))) {
            at++;
        }
        return at;
    }
}
