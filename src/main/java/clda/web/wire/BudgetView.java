package clda.web.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A budget: what may be used.
 *
 * @param scope whose use is counted
 * @param limit how much may be used
 * @param used how much has been, today
 */
@Schema(name = "Budget")
public record BudgetView(String scope, UsageAmount limit, @Nullable UsageAmount used) {}
