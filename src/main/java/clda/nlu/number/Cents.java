package clda.nlu.number;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cents and pence: behind dollars ("5 dollars and 20 cents", "12 dollars fifty") and alone ("50 cents"). */
final class Cents {

    /** @param value null if it is not clear what is added */
    record Added(int end, @Nullable BigDecimal value) {}

    private static final Pattern JOINED = Pattern.compile("\\s*,?\\s*(?:and|&)?\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern CENTS =
            Pattern.compile("\\s*(?:cents?|pence|pennies|penny)\\b|\\s?¢|[cp](?![A-Za-z])", Pattern.CASE_INSENSITIVE);
    private static final Pattern PENCE = Pattern.compile("\\s*(?:pence|penn(?:y|ies)|p)", Pattern.CASE_INSENSITIVE);
    private static final Pattern HALF = Pattern.compile("\\s+and\\s+a\\s+half\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern QUARTER =
            Pattern.compile("\\s+and\\s+(a|three)\\s+quarters?\\b", Pattern.CASE_INSENSITIVE);
    /** "5 dollars 20" means 5.20 unless a noun follows that the 20 may count. */
    private static final Pattern NOTHING_COUNTED = Pattern.compile(
            "\\s*(?:$|[^\\s\\p{L}\\p{N}%$€£.,:/-]|[.,](?!\\d)|(?:for|on|to|back|please|from|of|off|and|in|with|because|as|now|thanks)\\b)",
            Pattern.CASE_INSENSITIVE);

    private Cents() {}

    /** What is added to whole dollars; null if nothing follows. */
    static @Nullable Added behind(Sentence sentence, int at, boolean word) {
        if (sentence.after(HALF, at) > at) {
            return new Added(sentence.after(HALF, at), new BigDecimal("0.5"));
        }
        Matcher quarter = sentence.at(QUARTER, at);
        if (quarter != null) {
            return new Added(quarter.end(), new BigDecimal(quarter.group(1).equalsIgnoreCase("a") ? "0.25" : "0.75"));
        }
        int from = sentence.after(JOINED, at);
        Numeral small = from == at ? null : small(sentence, from);
        if (small == null) {
            return null;
        }
        BigDecimal value = small.values().size() == 1 ? small.values().getFirst() : BigDecimal.ONE.negate();
        int cents = sentence.after(CENTS, small.end());
        if (cents > small.end()) {
            boolean fits = value.signum() >= 0 && value.scale() <= 0 && value.compareTo(BigDecimal.valueOf(100)) < 0;
            return new Added(cents, fits ? value.movePointLeft(2) : null);
        }
        boolean beside = sentence.afterSpace(at) == from && word;
        boolean two = value.scale() <= 0
                && value.compareTo(BigDecimal.TEN) >= 0
                && value.compareTo(BigDecimal.valueOf(100)) < 0;
        return beside && two && sentence.at(NOTHING_COUNTED, small.end()) != null
                ? new Added(small.end(), value.movePointLeft(2))
                : null;
    }

    private static @Nullable Numeral small(Sentence sentence, int at) {
        int digits = DigitNumbers.end(sentence, at);
        if (digits == at) {
            return EnglishNumbers.at(sentence, at);
        }
        return new Numeral(
                digits,
                DigitNumbers.values(sentence.text().substring(at, digits), DigitNumbers.Marks.UNKNOWN, false, false),
                false);
    }

    /** The currency of cents that stand behind a number, with no dollars before it; null if there are none. */
    static Currencies.@Nullable Written alone(Sentence sentence, int at) {
        int end = sentence.after(CENTS, at);
        if (end == at) {
            return null;
        }
        boolean pence = sentence.at(PENCE, at) != null;
        return new Currencies.Written(end, List.of(pence ? "GBP" : "USD"), false, true);
    }
}
