package clda.web.wire;

import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The usage of one model by one user on one day.
 *
 * @param day in UTC
 * @param model absent for what no model is known of
 * @param estimatedTokens the part that no provider has counted
 * @param cost in the unit in which prices are configured
 */
public record UsageRow(
        @Schema(format = "date") String day,
        String user,
        @Nullable String model,
        long calls,
        long inputTokens,
        long cachedTokens,
        long outputTokens,
        long reasoningTokens,
        long estimatedTokens,
        BigDecimal cost) {}
