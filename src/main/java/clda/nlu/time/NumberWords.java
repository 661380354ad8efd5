package clda.nlu.time;

import clda.nlu.NumberText;
import java.util.Locale;

/** Small numbers in digits or words. */
final class NumberWords {

    /** A number of English or of digits. */
    static final String EN =
            "(?:\\d{1,4}|(?:a |one )?hundred|a dozen|a couple of|couple of|an?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|"
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
            case "hundred", "a hundred", "one hundred":
                return 100;
            case "a dozen":
                return 12;
            default:
                break;
        }
        return (int) NumberText.english(word).orElseThrow();
    }

    static int chinese(String words) {
        if (words.charAt(0) < 0x80) {
            return Integer.parseInt(words);
        }
        if (words.indexOf('百') >= 0) {
            return (int) NumberText.chinese(words).orElse(0);
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
