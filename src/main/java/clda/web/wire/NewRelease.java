package clda.web.wire;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A release to start.
 *
 * @param share percent of the new conversations that begin in the canary arm, above 0 and at most 100, with at most two
 *     decimals; 10 if absent
 */
public record NewRelease(@Nullable BigDecimal share) implements Body {}
