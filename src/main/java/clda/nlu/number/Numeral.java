package clda.nlu.number;

import java.math.BigDecimal;
import java.util.List;

/**
 * A numeral without a sign or unit.
 *
 * @param values what it may be; none if it is no number
 * @param about whether it says itself that it is not exact: 二十多
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

    /** Without an exponent. */
    static BigDecimal plain(BigDecimal value) {
        BigDecimal short_ = value.stripTrailingZeros();
        return short_.scale() < 0 ? short_.setScale(0) : short_;
    }
}
