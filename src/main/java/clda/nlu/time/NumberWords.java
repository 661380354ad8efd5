package clda.nlu.time;

import clda.nlu.NumberText;
import java.util.Locale;

/** Small numbers in digits or words. */
final class NumberWords {

    /** A number of English or of digits. */
    static final String EN =
            "(?:\\d{1,4}|an?|couple of|a couple of|a few|(?:twenty|thirty|forty|fifty)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|"
                    + NumberText.UP_TO_TWENTY + ")";

    /** A number of Chinese or of digits. */
    static final String ZH = "(?:[0-9]{1,4}|[零〇一二两三四五六七八九十]{1,3})";

    private NumberWords() {}

    static int english(String words) {
        String word = words.toLowerCase(Locale.ROOT).strip();
        if (Character.isDigit(word.charAt(0))) {
            return Integer.parseInt(word);
        }
        switch (word) {
            case "a", "an":
                return 1;
            case "couple of", "a couple of":
                return 2;
            case "a few":
                return 3;
            default:
                break;
        }
        return (int) NumberText.english(word).orElseThrow();
    }

    static int chinese(String words) {
        if (words.charAt(0) < 0x80) {
            return Integer.parseInt(words);
        }
        int ten = words.indexOf('十');
        if (ten < 0) {
            return words.codePoints().map(NumberWords::digit).reduce(0, (all, digit) -> all * 10 + digit);
        }
        int tens = ten == 0 ? 1 : digit(words.charAt(ten - 1));
        return tens * 10 + (ten == words.length() - 1 ? 0 : digit(words.charAt(ten + 1)));
    }

    private static int digit(int c) {
        return c == '两' ? 2 : c == '〇' ? 0 : "零一二三四五六七八九".indexOf(c);
    }
}
