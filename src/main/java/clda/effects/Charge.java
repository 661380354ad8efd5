package clda.effects;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an effect adds to a sum, and the maximum of that sum. It is reserved with the ledger's row, counts from then on while
 * the effect may have happened, and no longer once it certainly has not, or has been undone.
 *
 * @param scope names the sum, the same for all effects that add to it; a SHA-256 in hexadecimal
 * @param shared whether effects of other conversations add to it too
 * @param amount not negative, and exact: see {@link #isCountable}
 * @param max maximum of the sum
 * @param within how long an effect counts; null for ever
 */
public record Charge(String scope, boolean shared, BigDecimal amount, BigDecimal max, @Nullable Duration within) {

    /** Decimals that are kept, in units of the last of which sums are stored. */
    private static final int DECIMALS = 6;

    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE, DECIMALS);

    public Charge {
        if (!isCountable(amount)) {
            throw new IllegalArgumentException("an amount that cannot be counted exactly");
        }
    }

    /** Whether an amount can be added up exactly: not negative, at most six decimals and some nine million millions. */
    public static boolean isCountable(BigDecimal amount) {
        return amount.signum() >= 0
                && amount.compareTo(LARGEST) <= 0
                && (amount.signum() == 0 || amount.stripTrailingZeros().scale() <= DECIMALS);
    }

    /** The amount in millionths, as it is stored. */
    public long millionths() {
        return amount.signum() == 0
                ? 0
                : amount.setScale(DECIMALS, RoundingMode.UNNECESSARY)
                        .unscaledValue()
                        .longValueExact();
    }

    /** Whether the sum stays within its maximum when this is added. */
    public boolean fits(BigDecimal millionthsBefore) {
        BigDecimal together = millionthsBefore.movePointLeft(DECIMALS).add(amount);
        return together.compareTo(max) <= 0 && together.compareTo(LARGEST) <= 0;
    }
}
