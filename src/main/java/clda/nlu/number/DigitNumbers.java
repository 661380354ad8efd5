package clda.nlu.number;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in digits, with marks between them.
 *
 * <p>The rule for marks: of two different marks, the last is the decimal mark, and the others must group correctly (by three,
 * or as in India); with three digits after the last mark, a group may have the wrong mark. The same mark twice groups. A single
 * mark with three digits after it groups if the currency is written that way ("$12,000"), is decimal after a lone zero or after
 * more than three digits ("0.125", "1234.567"), and otherwise may be either. A single point with any other number of digits is
 * decimal. So is a single comma with two digits after it, or with one digit if nothing speaks against it ("1,5 million").
 * Spaces, apostrophes and underscores group.
 */
final class DigitNumbers {

    /** How a currency's amounts are written. */
    enum Marks {
        /** "1,234.50". */
        COMMA_GROUPS,
        /** Both styles are in use: "1.234,50", "1,234.50". */
        EITHER,
        /** No currency is written. */
        UNKNOWN
    }

    private static final Pattern SPACED =
            Pattern.compile("\\d{1,3}(?:[ \\u00a0\\u2009\\u202f]\\d{3})+(?![\\d])(?:[.,]\\d+)?(?![.,:/_'’]?\\d)");
    private static final Pattern CERTAIN_SPACES =
            Pattern.compile("\\d{1,3}(?:[\\u00a0\\u2009\\u202f]\\d{3})+(?:[.,]\\d{1,2})?"
                    + "|\\d{1,3}(?: \\d{3}){2,}(?:[.,]\\d{1,2})?|\\d{1,3} \\d{3}[.,]\\d{1,2}|\\d{1,3} 000");
    /** Digits and everything that joins them, whether it makes sense or not. */
    private static final Pattern TIED =
            Pattern.compile("[.]?\\d++(?:(?:[.,]{1,3}+|[，。:/'’_·•*^×+=]|[xX](?=\\d))\\d++)*+");

    private static final Pattern PLAIN = Pattern.compile("\\d+");
    private static final Pattern ONE_MARK = Pattern.compile("(\\d*)([.,])(\\d+)");
    private static final Pattern GROUPED =
            Pattern.compile("(?:([1-9]\\d{0,2})((?:,\\d{3})+)|([1-9]\\d?)((?:,\\d\\d)+,\\d{3}))(?:\\.(\\d+))?"
                    + "|([1-9]\\d{0,2})((?:\\.\\d{3})+)(?:,(\\d+))?"
                    + "|([1-9]\\d{0,2})((?:['’]\\d{3})+|(?:_\\d{3})+)(?:[.,](\\d+))?");
    private static final Pattern ADDRESS = Pattern.compile("(?:[12]?\\d{1,2}\\.){3}[12]?\\d{1,2}");

    private DigitNumbers() {}

    /** The end of the digits at a place, including the signs that join them; the place itself if there are none. */
    static int end(Sentence sentence, int at) {
        Matcher spaced = sentence.at(SPACED, at);
        if (spaced != null) {
            return spaced.end();
        }
        return sentence.after(TIED, at);
    }

    /** @param decimalComma whether a comma with one digit behind it is certainly decimal: "1,5 million" */
    static List<BigDecimal> values(String digits, Marks marks, boolean chinese, boolean decimalComma) {
        if (PLAIN.matcher(digits).matches()) {
            return List.of(new BigDecimal(digits));
        }
        if (SPACED.matcher(digits).matches()) {
            return CERTAIN_SPACES.matcher(digits).matches()
                    ? List.of(new BigDecimal(
                            digits.replaceAll("[ \\u00a0\\u2009\\u202f]", "").replace(',', '.')))
                    : List.of();
        }
        Matcher one = ONE_MARK.matcher(digits);
        if (one.matches()) {
            return one(one.group(1), one.group(2), one.group(3), marks, chinese, decimalComma);
        }
        return GROUPED.matcher(digits).matches() && !ADDRESS.matcher(digits).matches() ? grouped(digits) : List.of();
    }

    private static List<BigDecimal> grouped(String digits) {
        int last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
        boolean decimal = last >= 0
                && digits.indexOf(digits.charAt(last)) == last
                && digits.chars().filter(c -> c < '0' || c > '9').distinct().count() == 2;
        String whole = (decimal ? digits.substring(0, last) : digits).replaceAll("\\D", "");
        if (!decimal) {
            return List.of(new BigDecimal(whole));
        }
        String after = digits.substring(last + 1);
        BigDecimal value = new BigDecimal(whole + "." + after);
        return after.length() == 3 ? List.of(new BigDecimal(whole + after), value) : List.of(value);
    }

    private static List<BigDecimal> one(
            String before, String mark, String after, Marks marks, boolean chinese, boolean decimalComma) {
        boolean comma = mark.equals(",");
        BigDecimal decimal = new BigDecimal((before.isEmpty() ? "0" : before) + "." + after);
        if (after.length() == 3 && !before.isEmpty() && !before.equals("0")) {
            if (before.length() > 3 || before.startsWith("0")) {
                return comma ? List.of() : List.of(decimal);
            }
            BigDecimal whole = new BigDecimal(before + after);
            return comma && marks == Marks.COMMA_GROUPS ? List.of(whole) : List.of(whole, decimal);
        }
        if (!comma || before.equals("0")) {
            return List.of(decimal);
        }
        boolean listed =
                chinese || after.length() == 1 && !decimalComma || before.length() > 3 && marks != Marks.EITHER;
        if (before.isEmpty() || after.length() > 2) {
            return List.of();
        }
        return listed ? Stream.of(decimal, new BigDecimal(after)).toList() : List.of(decimal);
    }

    /** "2½", or null. */
    static @Nullable BigDecimal fraction(char c) {
        return switch (c) {
            case '½' -> new BigDecimal("0.5");
            case '¼' -> new BigDecimal("0.25");
            case '¾' -> new BigDecimal("0.75");
            default -> null;
        };
    }
}
