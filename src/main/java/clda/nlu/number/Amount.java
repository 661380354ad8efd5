package clda.nlu.number;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A number or sum in a sentence, with everything that belongs to it: sign, currency, cents, "not more than".
 *
 * @param start where it begins in the sentence, in characters
 * @param end where it ends, exclusive
 * @param readings what it may mean: one if it is clear; several if a person has to say which; none if digits or number words
 *     stand there that make no amount ("1,23,4", "12:30", "a few dollars"), or if the kind says it all ("the rest")
 */
public record Amount(int start, int end, Kind kind, Limit limit, List<Reading> readings) {

    /** What a number expresses. */
    public enum Kind {
        /** A number and nothing else. */
        NUMBER,
        /** A number with a currency. */
        MONEY,
        /** A part in a hundred; "half of it" is 50. */
        PERCENTAGE,
        /** A place in a row: "third", 第三. */
        ORDINAL,
        /** A number of things or of time: "5 minutes", 三封邮件. */
        QUANTITY,
        /** What is left: "the rest", 剩下的. */
        REMAINDER,
        /** All of it: "the full amount", 全额. */
        WHOLE,
        /** Digits or number words that have no clear value. */
        UNREADABLE
    }

    /** How a value limits the amount. */
    public enum Limit {
        EXACTLY,
        ABOUT,
        AT_MOST,
        BELOW,
        AT_LEAST,
        ABOVE,
        /** From {@link Reading#value} to {@link Reading#upTo}. */
        BETWEEN
    }

    /**
     * One possible meaning of an amount.
     *
     * @param upTo the upper end of a range, else null
     * @param currency an ISO 4217 code, {@link #LOCAL}, {@link #UNKNOWN}, or null if no currency is written
     */
    public record Reading(BigDecimal value, @Nullable BigDecimal upTo, @Nullable String currency) {}

    /** The local currency, whichever that is: 元, 块, 毛. (¤ is the generic currency sign.) */
    public static final String LOCAL = "¤";
    /** An unclear currency, because several countries have one of that name ("pesos"). */
    public static final String UNKNOWN = "XXX";

    public Amount {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("An amount covers at least one character.");
        }
        Objects.requireNonNull(kind);
        Objects.requireNonNull(limit);
        readings = List.copyOf(readings);
    }

    /** The value, if there is exactly one: no range, no bound, no second reading. */
    public Optional<BigDecimal> exact() {
        return limit == Limit.EXACTLY && readings.size() == 1
                ? Optional.of(readings.getFirst().value())
                : Optional.empty();
    }

    /** Its text in the sentence in which it was found. */
    public String in(String sentence) {
        return sentence.substring(start, end);
    }
}
