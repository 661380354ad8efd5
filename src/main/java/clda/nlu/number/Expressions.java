package clda.nlu.number;

import clda.nlu.number.Amount.Kind;
import clda.nlu.number.Amount.Reading;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Amounts expressed other than by a number and its unit: "the rest", "half of it", "the third", 三成, 百分之五. */
final class Expressions {

    private static final String OF_MONEY = "(?:money|amount|price|total|sum|cost|value|balance|order|payment|refund)";
    private static final Pattern REMAINDER = words(
            "(?:the\\s+)?(?:rest|remainder)\\s+of\\s+(?:the\\s+" + OF_MONEY + "|it)\\b|the\\s+(?:rest|remainder)\\b"
                    + "|(?:the\\s+)?remaining\\s+" + OF_MONEY + "\\b|(?:whatever|what)(?:'s|\\s+is)\\s+left\\b"
                    + "|(?:剩下|余下|其余|剩余)(?:的)?(?:钱|金额|部分|款项?|全部)?|余款|尾款");
    private static final Pattern WHOLE =
            words("(?:the\\s+|a\\s+)?(?:full|whole|entire)\\s+" + OF_MONEY + "\\b|全额|全款|全部(?:的)?(?:金额|钱|款项?)");
    private static final Pattern HALF = words("half\\s+of\\b|half\\s+(?:the|my|its|his|her)\\s+" + OF_MONEY + "\\b|一半");
    private static final Pattern QUARTERS = words(
            "(an?|one|three)\\s+quarters?\\s+of\\s+(?!an?\\b)(?:it|the|my|that|this)\\b(?:\\s+" + OF_MONEY + "\\b)?");
    private static final Pattern THIRDS = words("(?:an?|one|two)\\s+thirds?\\s+of\\b");
    private static final Pattern ORDINAL_DIGITS = Pattern.compile("(\\d+)(?:st|nd|rd|th)\\b", Pattern.CASE_INSENSITIVE);
    private static final List<String> ORDINALS = List.of(
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth");
    private static final Map<String, Integer> TENS = Map.of(
            "twenty", 20, "thirty", 30, "forty", 40, "fifty", 50, "sixty", 60, "seventy", 70, "eighty", 80, "ninety",
            90);
    private static final Pattern ORDINAL = words("(?:the\\s+)(" + String.join("|", ORDINALS) + ")\\b(?:\\s+one\\b)?"
            + "|(" + String.join("|", TENS.keySet()) + ")[- ](" + String.join("|", ORDINALS.subList(0, 9)) + ")\\b");

    private static final Pattern NTH = Pattern.compile("第\\s*");
    private static final Pattern CLASSIFIER = Pattern.compile("[个张封条份笔次位单件]");
    private static final Pattern PER = Pattern.compile("(百|千)分之\\s*");
    private static final Pattern POINTS = Pattern.compile("\\s*个百分点");
    private static final Pattern PARTS = Pattern.compile("分之");
    private static final Pattern TENTHS =
            Pattern.compile("打?([一二三四五六七八九1-9])([一二三四五六七八九1-9])?折|([一二三四五六七八九1-9])成(?![为交功])");
    private static final String DIGITS = "零一二三四五六七八九";

    private Expressions() {}

    private static Pattern words(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    static @Nullable Part at(Sentence sentence, int at) {
        if (Currencies.isLatin(sentence.charAt(at)) && Currencies.isLatin(sentence.charAt(at - 1))) {
            return null;
        }
        boolean digit = Character.isDigit(sentence.charAt(at));
        Part fixed = digit ? null : fixed(sentence, at);
        if (fixed != null) {
            return fixed;
        }
        Part ordinal = ordinal(sentence, at);
        return ordinal != null || !sentence.isChinese() ? ordinal : chinesePart(sentence, at);
    }

    private static @Nullable Part fixed(Sentence sentence, int at) {
        int remainder = sentence.after(REMAINDER, at);
        if (remainder > at) {
            return new Part(remainder, Kind.REMAINDER, false, List.of());
        }
        int whole = sentence.after(WHOLE, at);
        if (whole > at) {
            return new Part(whole, Kind.WHOLE, false, List.of());
        }
        int half = sentence.after(HALF, at);
        if (half > at) {
            return percent(half, BigDecimal.valueOf(50));
        }
        Matcher quarters = sentence.at(QUARTERS, at);
        if (quarters != null) {
            boolean three = quarters.group(1).toLowerCase(Locale.ROOT).equals("three");
            return percent(quarters.end(), BigDecimal.valueOf(three ? 75 : 25));
        }
        int thirds = sentence.after(THIRDS, at);
        return thirds > at ? Part.unreadable(thirds) : null;
    }

    private static Part percent(int end, BigDecimal value) {
        return new Part(end, Kind.PERCENTAGE, false, List.of(new Reading(value, null, null)));
    }

    private static @Nullable Part ordinal(Sentence sentence, int at) {
        Matcher digits = sentence.at(ORDINAL_DIGITS, at);
        if (digits != null) {
            return ordinal(digits.end(), new BigDecimal(digits.group(1)));
        }
        Matcher words = sentence.at(ORDINAL, at);
        if (words != null) {
            String only = words.group(1);
            int value = only != null
                    ? ORDINALS.indexOf(only.toLowerCase(Locale.ROOT)) + 1
                    : TENS.getOrDefault(words.group(2).toLowerCase(Locale.ROOT), 0)
                            + ORDINALS.indexOf(words.group(3).toLowerCase(Locale.ROOT))
                            + 1;
            return ordinal(words.end(), BigDecimal.valueOf(value));
        }
        Matcher nth = sentence.at(NTH, at);
        if (nth == null) {
            return null;
        }
        Numeral numeral = numeral(sentence, nth.end());
        return numeral == null || numeral.values().size() != 1
                ? null
                : ordinal(
                        sentence.after(CLASSIFIER, numeral.end()),
                        numeral.values().getFirst());
    }

    private static Part ordinal(int end, BigDecimal value) {
        return new Part(end, Kind.ORDINAL, false, List.of(new Reading(value, null, null)));
    }

    /** Characters or digits. */
    private static @Nullable Numeral numeral(Sentence sentence, int at) {
        Numeral chinese = ChineseNumbers.at(sentence, at);
        int digits = DigitNumbers.end(sentence, at);
        if (chinese != null || digits == at) {
            return chinese;
        }
        String written = sentence.text().substring(at, digits);
        return new Numeral(digits, DigitNumbers.values(written, DigitNumbers.Marks.UNKNOWN, true, true), false);
    }

    private static @Nullable Part chinesePart(Sentence sentence, int at) {
        Matcher per = sentence.at(PER, at);
        if (per != null) {
            boolean hundred = sentence.charAt(per.end()) == '百';
            Numeral numeral =
                    hundred ? Numeral.of(per.end() + 1, BigDecimal.valueOf(100)) : numeral(sentence, per.end());
            if (numeral == null || numeral.values().size() != 1) {
                return Part.unreadable(numeral == null ? per.end() : numeral.end());
            }
            BigDecimal value = numeral.values().getFirst();
            return percent(numeral.end(), per.group(1).equals("百") ? value : value.movePointLeft(1));
        }
        Matcher tenths = sentence.at(TENTHS, at);
        if (tenths != null) {
            String whole = tenths.group(3) == null ? tenths.group(1) : tenths.group(3);
            int value = digit(whole) * 10 + (tenths.group(2) == null ? 0 : digit(tenths.group(2)));
            return percent(tenths.end(), BigDecimal.valueOf(value));
        }
        Numeral below = numeral(sentence, at);
        if (below == null || below.values().size() != 1) {
            return null;
        }
        int points = sentence.after(POINTS, below.end());
        if (points > below.end()) {
            return percent(points, below.values().getFirst());
        }
        int parts = sentence.after(PARTS, below.end());
        Numeral above = parts > below.end() ? numeral(sentence, parts) : null;
        return above == null ? null : fraction(above, below.values().getFirst());
    }

    private static int digit(String character) {
        int han = DIGITS.indexOf(character);
        return han >= 0 ? han : Integer.parseInt(character);
    }

    /** A third has no exact percentage. */
    private static Part fraction(Numeral above, BigDecimal below) {
        if (above.values().size() != 1 || below.signum() == 0) {
            return Part.unreadable(above.end());
        }
        BigDecimal hundred = above.values().getFirst().movePointRight(2);
        try {
            return percent(above.end(), Numeral.plain(hundred.divide(below)));
        } catch (ArithmeticException endless) {
            return Part.unreadable(above.end());
        }
    }
}
