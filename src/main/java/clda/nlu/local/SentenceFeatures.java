package clda.nlu.local;

import clda.nlu.SimplifiedCharacters;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The features of a sentence for a linear classifier: words, pairs of adjacent words, and groups of two to five letters of a
 * word, which tolerate endings and typing errors. Each Han character is a word, so that Chinese needs no segmentation.
 */
final class SentenceFeatures {

    /** Maximum number of characters that are used; this bounds the cost of long texts. */
    private static final int LOOKED_AT = 400;

    /** Prefix of the features for pairs of words. */
    static final String PAIR = "b";

    private static final int SHORTEST_GROUP = 2;
    private static final int LONGEST_GROUP = 5;

    private SentenceFeatures() {}

    /** A normal form that is the same for texts that differ only in script, width, case, digits or white space. */
    static String normalised(String text) {
        String looked = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        String folded = Normalizer.normalize(SimplifiedCharacters.of(looked), Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT);
        // Normalisation may turn one character into several.
        int length = Math.min(folded.length(), LOOKED_AT);
        StringBuilder normalised = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = folded.charAt(i);
            boolean digit = Character.isDigit(c);
            // Every number becomes 0, however long it is.
            if (!digit || i == 0 || !Character.isDigit(folded.charAt(i - 1))) {
                normalised.append(digit ? '0' : c);
            }
        }
        return normalised.toString();
    }

    static List<String> words(String normalised) {
        List<String> words = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i <= normalised.length(); i++) {
            char c = i < normalised.length() ? normalised.charAt(i) : ' ';
            boolean han = isHan(c);
            boolean inside = !han && (Character.isLetterOrDigit(c) || c == '\'' && begin >= 0);
            if (begin >= 0 && !inside) {
                words.add(normalised.substring(begin, i));
                begin = -1;
            } else if (begin < 0 && inside) {
                begin = i;
            }
            if (han) {
                words.add(String.valueOf(c));
            }
        }
        return words;
    }

    private static boolean isHan(char c) {
        return Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN;
    }

    /** Passes on each word feature, as often as it occurs. */
    static void words(List<String> words, Consumer<String> features) {
        String before = "<";
        for (String word : words) {
            features.accept("w" + word);
            features.accept(PAIR + before + " " + word);
            before = word;
        }
        features.accept(PAIR + before + " >");
    }

    /** Passes on each group of letters, as often as it occurs; adjacent Han characters are grouped like letters of a word. */
    static void letters(List<String> words, Consumer<String> features) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (isHan(word.charAt(0))) {
                row.append(word);
                if (i + 1 < words.size() && isHan(words.get(i + 1).charAt(0))) {
                    continue;
                }
                groups(row.toString(), features);
                row.setLength(0);
            } else if (!word.equals("0")) {
                groups(" " + word + " ", features);
            }
        }
    }

    private static void groups(String row, Consumer<String> features) {
        for (int length = SHORTEST_GROUP; length <= LONGEST_GROUP; length++) {
            for (int i = 0; i + length <= row.length(); i++) {
                features.accept("c" + row.substring(i, i + length));
            }
        }
    }
}
