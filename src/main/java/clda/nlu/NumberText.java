package clda.nlu;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Whole numbers written in words, in English or Chinese, below a hundred million. */
public final class NumberText {

    /** Matches what {@link #english} reads. */
    public static final String EN =
            "(?:(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|and|an?)[ -]?){1,12}";

    /** Matches what {@link #chinese} reads. */
    public static final String ZH = "[零〇一二两三四五六七八九十百千万]{1,12}";

    private static final List<String> SMALL = List.of(
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen");
    /** Matches one word; longer words come first, because "fourteen" begins with "four". */
    public static final String UP_TO_TWENTY = "twenty|" + String.join("|", SMALL.reversed());

    private static final List<String> TENS =
            List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
    private static final String DIGITS = "零一二三四五六七八九";

    private NumberText() {}

    /** Empty if the words are not a number. */
    public static OptionalLong english(String words) {
        long all = 0;
        long part = 0;
        boolean any = false;
        for (String word : words.toLowerCase(Locale.ROOT).strip().split("[ -]+")) {
            int small = SMALL.indexOf(word);
            int tens = TENS.indexOf(word);
            if (word.equals("a") || word.equals("an")) {
                part += 1;
            } else if (small >= 0) {
                part += small;
                any = true;
            } else if (tens >= 0) {
                part += (tens + 2) * 10L;
                any = true;
            } else if (word.equals("hundred")) {
                part = Math.max(1, part) * 100;
                any = true;
            } else if (word.equals("thousand")) {
                all += Math.max(1, part) * 1_000;
                part = 0;
                any = true;
            } else if (!word.equals("and")) {
                return OptionalLong.empty();
            }
        }
        return any ? OptionalLong.of(all + part) : OptionalLong.empty();
    }

    /** Empty if the characters are not a number; 两百五 is 250. */
    public static OptionalLong chinese(String characters) {
        long all = 0;
        long part = 0;
        long digit = -1;
        long last = 1;
        for (char c : characters.replace('两', '二').replace('〇', '零').toCharArray()) {
            int value = DIGITS.indexOf(c);
            if (value >= 0) {
                digit = digit > 0 && last == 1 ? digit * 10 + value : value;
                if (c == '零') {
                    last = 1;
                }
                continue;
            }
            if (c == '万') {
                all = (part + Math.max(0, digit)) * 10_000;
                part = 0;
                last = 10_000;
            } else {
                long unit = c == '十' ? 10 : c == '百' ? 100 : 1_000;
                part += (digit < 0 ? 1 : digit) * unit;
                last = unit;
            }
            digit = -1;
        }
        if (digit > 0) {
            part += last >= 100 ? digit * last / 10 : digit;
        }
        return all + part == 0 && !characters.contains("零") ? OptionalLong.empty() : OptionalLong.of(all + part);
    }
}
