package clda.conversation.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The terms under which a text is indexed: its words, and each pair of adjacent characters in scripts that do not separate
 * words, such as Chinese. Width, case and accents make no difference.
 */
public final class Words {

    private static final int LONGEST = 64;

    private Words() {}

    /** The words of the text, each once, in order. */
    public static Set<String> of(String text) {
        Set<String> words = new LinkedHashSet<>();
        List<Integer> run = new ArrayList<>();
        boolean runIsUnspaced = false;
        for (int character : folded(text).codePoints().toArray()) {
            boolean unspaced = isUnspaced(character);
            if (!Character.isLetterOrDigit(character) || unspaced != runIsUnspaced) {
                add(run, runIsUnspaced, words);
                run.clear();
            }
            if (Character.isLetterOrDigit(character)) {
                run.add(character);
                runIsUnspaced = unspaced;
            }
        }
        add(run, runIsUnspaced, words);
        return words;
    }

    /** The text in the normalized form used for comparison. */
    public static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        Normalizer.normalize(text, Form.NFKD)
                .codePoints()
                .filter(character -> Character.getType(character) != Character.NON_SPACING_MARK)
                .forEach(folded::appendCodePoint);
        return Normalizer.normalize(folded.toString().toLowerCase(Locale.ROOT), Form.NFKC);
    }

    private static void add(List<Integer> run, boolean unspaced, Set<String> words) {
        if (run.isEmpty()) {
            return;
        }
        if (!unspaced || run.size() == 1) {
            words.add(text(run.subList(0, Math.min(run.size(), LONGEST))));
            return;
        }
        for (int i = 0; i + 1 < run.size(); i++) {
            words.add(text(run.subList(i, i + 2)));
        }
    }

    private static String text(List<Integer> characters) {
        StringBuilder text = new StringBuilder();
        characters.forEach(text::appendCodePoint);
        return text.toString();
    }

    private static boolean isUnspaced(int character) {
        return switch (UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }
}
