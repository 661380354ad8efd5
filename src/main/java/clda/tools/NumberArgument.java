package clda.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/** A numeric argument of a call, exactly as it was written. */
final class NumberArgument {

    private NumberArgument() {}

    /** Empty if it is missing, null, not finite or not a number. */
    static Optional<BigDecimal> in(JsonNode arguments, String name) {
        JsonNode value = arguments.path(name);
        boolean number = value.isNumber() && (!value.isFloatingPointNumber() || isFinite(value));
        return number ? Optional.of(value.decimalValue()) : Optional.empty();
    }

    private static boolean isFinite(JsonNode value) {
        return value.isBigDecimal() || Double.isFinite(value.doubleValue());
    }
}
