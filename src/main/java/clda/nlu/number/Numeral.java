package clda.nlu.number;

import java.math.BigDecimal;
import java.util.List;

/**
 * A numeral without a sign or unit.
 *
 * @param values the possible values; empty if it is not a number
 * @param about whether the numeral itself is approximate: 二十多
 */
record Numeral(int end, List<BigDecimal> values, boolean about) {

    Numeral {
        values = List.copyOf(values);
    }

    static Numeral of(int end, BigDecimal value) {
        return new Numeral(end, List.of(value), false);
    }

    static Numeral unreadable(int end) {
        return new Numeral(end, List.of(), false);
    }

    Numeral times(int newEnd, BigDecimal factor) {
        return new Numeral(
                newEnd,
                values.stream().map(value -> plain(value.multiply(factor))).toList(),
                about);
    }

    /** The value without an exponent. */
    static BigDecimal plain(BigDecimal value) {
        BigDecimal short_ = value.stripTrailingZeros();
        return short_.scale() < 0 ? short_.setScale(0) : short_;
    }
}
