package clda.nlu.number;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a numeral in digits or words with what multiplies it: "1.5 million", "two and a half", 3千5. */
final class NumeralReader {

    private static final Pattern MULTIPLIER = words(
            "\\s?(k|thousand|grand)(?![A-Za-z])|\\s?(mn|mio|million)(?![A-Za-z])|\\s?(bn|billion)(?![A-Za-z])|([mb])(?![A-Za-z])|\\s?(hundred)(?![A-Za-z])|\\s?(lakhs?)(?![A-Za-z])|\\s?(crores?)(?![A-Za-z])|(w)(?![A-Za-z])|\\s*(dozen)(?![A-Za-z])");
    private static final long[] FACTORS = {1_000, 1_000_000, 1_000_000_000, 0, 100, 100_000, 10_000_000, 10_000, 12};
    private static final Pattern ARTICLE_BEFORE_MONEY = words("an?\\s+(?=(?:dollar|buck|euro|pound|quid)\\b)");
    private static final Pattern HALF = words(
            "(?:half\\s+(?:an?\\s+)?|(?:a\\s+|one\\s+)?half\\s+of\\s+an?\\s+)(?=(?:dollar|buck|euro|pound|percent)\\b)|半(?=[块元毛角]|美元|欧元)");
    private static final Pattern QUARTERS =
            words("(an?|one|three)\\s+quarters?\\s+of\\s+an?\\s+(?=(?:dollar|buck|euro|pound)\\b)");
    private static final Pattern COUPLE = words(
            "(?:a\\s+)?couple(?:\\s+of)?\\s+(?=(?:hundred|thousand|million|grand|dollar|buck|euro|pound|cent|quid)s?\\b)");
    private static final Pattern DOZEN = words("half\\s+a\\s+dozen\\b|a\\s+dozen\\b");
    private static final Pattern AND_HALF = words("\\s+(?:and|&)\\s+(?:an?\\s+)?half\\b|\\s*½|\\s+1/2(?![\\d/])");
    private static final Pattern AND_QUARTER = words("\\s+and\\s+(?:an?|one)\\s+quarter\\b|\\s*¼|\\s+1/4(?![\\d/])");
    private static final Pattern AND_QUARTERS = words("\\s+and\\s+three\\s+quarters\\b|\\s*¾|\\s+3/4(?![\\d/])");
    private static final Pattern FRACTION = Pattern.compile("([1-9])/(2|4|5|8|10|20)(?![\\d/])");
    private static final Pattern NO_CENTS = Pattern.compile("[.,](?:--?|–|—)(?!\\d)");
    /** With a decimal comma behind, points can only group: "1.000,-". */
    private static final Pattern POINTS_GROUP = Pattern.compile("[1-9]\\d{0,2}(?:\\.\\d{3})+");

    private static final Pattern TIME_WITH_POINT = Pattern.compile("点\\s*\\d+(?:分|\\s*刻)?");
    private static final Pattern POINT = Pattern.compile("点(\\d+)(?=\\s*[块元])");
    private static final Pattern MORE = Pattern.compile("[多余来](?=[块元个万千百])");
    private static final Pattern GLUED = Pattern.compile("[A-Za-z0-9]+");
    private static final Pattern GLUED_UNITS = words("(?:st|nd|rd|th|ish|odd|am|pm|x)(?![A-Za-z0-9])");

    private NumeralReader() {}

    private static Pattern words(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /** @param before the currency that stands before the number, if one does */
    static @Nullable Numeral at(Sentence sentence, int at, Currencies.@Nullable Written before) {
        boolean digits = isDigit(sentence.charAt(at)) || sentence.charAt(at) == '.' && isDigit(sentence.charAt(at + 1));
        Numeral numeral = digits ? ChineseNumbers.at(sentence, at) : words(sentence, at);
        if (numeral == null) {
            return digits ? inDigits(sentence, at, before) : null;
        }
        Numeral whole = withFraction(sentence, numeral);
        Matcher multiplier = sentence.at(MULTIPLIER, whole.end());
        return multiplier != null && factor(multiplier) > 0
                ? whole.times(multiplier.end(), BigDecimal.valueOf(factor(multiplier)))
                : whole;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The end of a multiplier at the place; the place itself if there is none. */
    static int afterMultiplier(Sentence sentence, int at) {
        return sentence.after(MULTIPLIER, at);
    }

    /** A numeral in words that begins at a place, or null. */
    private static @Nullable Numeral words(Sentence sentence, int at) {
        Matcher half = sentence.at(HALF, at);
        if (half != null) {
            return Numeral.of(half.end(), new BigDecimal("0.5"));
        }
        Matcher quarters = sentence.at(QUARTERS, at);
        if (quarters != null) {
            boolean three = quarters.group(1).toLowerCase(Locale.ROOT).equals("three");
            return Numeral.of(quarters.end(), new BigDecimal(three ? "0.75" : "0.25"));
        }
        int couple = sentence.after(COUPLE, at);
        if (couple > at) {
            return new Numeral(couple, List.of(BigDecimal.TWO), true);
        }
        Matcher dozen = sentence.at(DOZEN, at);
        if (dozen != null) {
            return Numeral.of(
                    dozen.end(),
                    BigDecimal.valueOf(Character.toLowerCase(dozen.group().charAt(0)) == 'h' ? 6 : 12));
        }
        int article = sentence.after(ARTICLE_BEFORE_MONEY, at);
        if (article > at) {
            return Numeral.of(article, BigDecimal.ONE);
        }
        BigDecimal fraction = DigitNumbers.fraction(sentence.charAt(at));
        if (fraction != null) {
            return Numeral.of(at + 1, fraction);
        }
        Numeral english = EnglishNumbers.at(sentence, at);
        return english != null ? english : ChineseNumbers.at(sentence, at);
    }

    private static Numeral withFraction(Sentence sentence, Numeral numeral) {
        int at = numeral.end();
        BigDecimal added = null;
        int end = at;
        if (sentence.after(AND_HALF, at) > at) {
            end = sentence.after(AND_HALF, at);
            added = new BigDecimal("0.5");
        } else if (sentence.after(AND_QUARTER, at) > at) {
            end = sentence.after(AND_QUARTER, at);
            added = new BigDecimal("0.25");
        } else if (sentence.after(AND_QUARTERS, at) > at) {
            end = sentence.after(AND_QUARTERS, at);
            added = new BigDecimal("0.75");
        }
        if (added == null) {
            return numeral;
        }
        boolean whole =
                numeral.values().size() == 1 && numeral.values().getFirst().scale() <= 0;
        return whole ? Numeral.of(end, numeral.values().getFirst().add(added)) : Numeral.unreadable(end);
    }

    private static long factor(Matcher multiplier) {
        for (int group = 1; group <= multiplier.groupCount(); group++) {
            if (multiplier.group(group) != null) {
                return FACTORS[group - 1];
            }
        }
        return 0;
    }

    private static Numeral inDigits(Sentence sentence, int at, Currencies.@Nullable Written before) {
        int end = DigitNumbers.end(sentence, at);
        String digits = sentence.text().substring(at, end);
        Matcher fraction = sentence.at(FRACTION, at);
        if (fraction != null && Currencies.behind(sentence, sentence.afterSpace(fraction.end())) != null) {
            BigDecimal value = new BigDecimal(fraction.group(1)).divide(new BigDecimal(fraction.group(2)));
            boolean proper = value.compareTo(BigDecimal.ONE) < 0;
            Numeral numeral = proper ? Numeral.of(fraction.end(), value) : Numeral.unreadable(fraction.end());
            return numeral;
        }
        if (isGlued(sentence, end)) {
            return Numeral.unreadable(sentence.after(GLUED, end));
        }
        Matcher point = sentence.at(POINT, end);
        if (point != null) {
            return Numeral.of(point.end(), new BigDecimal(digits + "." + point.group(1)));
        }
        int time = sentence.after(TIME_WITH_POINT, end);
        if (time > end) {
            return Numeral.unreadable(time);
        }
        Matcher multiplier = sentence.at(MULTIPLIER, end);
        int place = multiplier == null ? end : multiplier.end();
        Currencies.Written behind = Currencies.behind(sentence, sentence.afterSpace(place));
        boolean percent = sentence.after(Units.PERCENT, end) > end;
        Numeral numeral =
                new Numeral(end, values(sentence, digits, before, behind, multiplier != null || percent), false);
        numeral = withFraction(sentence, numeral);
        if (multiplier != null && numeral.end() == end) {
            Numeral many = many(sentence, numeral, multiplier, before != null || behind != null);
            return many == null ? Numeral.unreadable(sentence.after(GLUED, end)) : many;
        }
        int noCents = sentence.after(NO_CENTS, numeral.end());
        if (noCents > numeral.end()
                && sentence.charAt(numeral.end()) == ','
                && POINTS_GROUP.matcher(digits).matches()) {
            return Numeral.of(noCents, new BigDecimal(digits.replace(".", "")));
        }
        if (digits.endsWith("0") && sentence.at(MORE, noCents) != null) {
            return ChineseNumbers.about(sentence, noCents + 1, numeral.values());
        }
        return new Numeral(noCents, numeral.values(), false);
    }

    /** Whether letters that are not a unit follow the digits: "1O", "5x". */
    private static boolean isGlued(Sentence sentence, int end) {
        if (!Currencies.isLatin(sentence.charAt(end))) {
            return false;
        }
        int letters = sentence.after(MULTIPLIER, end);
        boolean unit = sentence.after(GLUED_UNITS, end) > end
                || sentence.after(Units.COUNTED, end) > end
                || sentence.after(Units.PERCENT, end) > end
                || Cents.alone(sentence, end) != null
                || Currencies.behind(sentence, letters) != null;
        return !unit && (letters == end || isDigit(sentence.charAt(letters)));
    }

    private static List<BigDecimal> values(
            Sentence sentence,
            String digits,
            Currencies.@Nullable Written before,
            Currencies.@Nullable Written behind,
            boolean decimalComma) {
        List<String> codes = Currencies.both(before, behind).orElse(List.of());
        DigitNumbers.Marks marks = codes.isEmpty() && sentence.isChinese() && hasChineseUnit(sentence, digits)
                ? DigitNumbers.Marks.COMMA_GROUPS
                : Currencies.marks(codes);
        return DigitNumbers.values(
                digits, marks, sentence.isChinese(), decimalComma || marks == DigitNumbers.Marks.EITHER);
    }

    private static boolean hasChineseUnit(Sentence sentence, String digits) {
        return Pattern.compile(Pattern.quote(digits) + "\\s*[块元]")
                .matcher(sentence.text())
                .find();
    }

    /** Null if the letter may as well be something else. */
    private static @Nullable Numeral many(Sentence sentence, Numeral numeral, Matcher multiplier, boolean money) {
        long factor = factor(multiplier);
        String letter = multiplier.group().strip();
        if (factor > 0) {
            boolean tenThousand = letter.equalsIgnoreCase("w");
            boolean clear = !tenThousand
                    || sentence.isChinese()
                    || sentence.text().strip().length() == multiplier.end();
            return clear ? numeral.times(multiplier.end(), BigDecimal.valueOf(factor)) : null;
        }
        BigDecimal million = BigDecimal.valueOf(letter.equalsIgnoreCase("m") ? 1_000_000 : 1_000_000_000);
        Numeral many = numeral.times(multiplier.end(), million);
        if (money || letter.equals("M")) {
            return many;
        }
        List<BigDecimal> either = new ArrayList<>(many.values());
        either.addAll(numeral.values());
        return new Numeral(multiplier.end(), either, false);
    }
}
