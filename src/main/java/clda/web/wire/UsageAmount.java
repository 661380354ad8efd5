package clda.web.wire;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An amount; what is absent is not limited.
 *
 * @param money in the unit in which prices are configured
 */
public record UsageAmount(@Nullable Long calls, @Nullable Long tokens, @Nullable BigDecimal money) {}
