package clda.nlu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces traditional characters by the simplified ones, in which patterns and examples are written: one for one, so that
 * every place in a text stays where it is. What standard simplified text writes itself is kept (乾, 著名).
 */
public final class SimplifiedCharacters {

    private static final String FILE = "simplified-characters.txt";

    /** The first character of the table and the last one. */
    private static final char FIRST = '\u3400';

    private static final char LAST = '\u9FFF';

    /** By the distance from the first; zero for a character that is kept. */
    private static final char[] CHARACTERS = new char[LAST - FIRST + 1];

    /** Words of two characters that are read as a whole. */
    private static final Map<String, String> WORDS = new HashMap<>();

    private static final int WORD = 2;

    static {
        try (BufferedReader table = new BufferedReader(new InputStreamReader(table(), StandardCharsets.UTF_8))) {
            table.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .forEach(pair -> {
                        if (pair[0].length() == WORD) {
                            WORDS.put(pair[0], pair[1]);
                        } else {
                            CHARACTERS[pair[0].charAt(0) - FIRST] = pair[1].charAt(0);
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SimplifiedCharacters() {}

    private static InputStream table() {
        InputStream table = SimplifiedCharacters.class.getResourceAsStream(FILE);
        if (table == null) {
            throw new IllegalStateException(FILE + " is missing from the archive");
        }
        return table;
    }

    /** The text in simplified characters, of the same length; the text itself if nothing is replaced. */
    public static String of(String text) {
        StringBuilder simplified = null;
        for (int i = 0; i < text.length(); i++) {
            String replaced = replaced(text, i);
            if (replaced != null) {
                simplified = simplified == null ? new StringBuilder(text) : simplified;
                simplified.replace(i, i + replaced.length(), replaced);
                i += replaced.length() - 1;
            }
        }
        return simplified == null ? text : simplified.toString();
    }

    /** What replaces the word or character at the place; null if it is kept. */
    private static @Nullable String replaced(String text, int at) {
        char c = text.charAt(at);
        if (c < FIRST || c > LAST) {
            return null;
        }
        String word = at + WORD <= text.length() ? WORDS.get(text.substring(at, at + WORD)) : null;
        if (word != null) {
            return word;
        }
        char simplified = CHARACTERS[c - FIRST];
        return simplified == 0 ? null : String.valueOf(simplified);
    }
}
