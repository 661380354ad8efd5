package clda.web.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The usage of models, and the budgets.
 *
 * @param next the `before` of the following page; absent if this is the last
 */
@Schema(name = "Usage")
public record UsageReport(List<BudgetView> budgets, List<UsageRow> items, @Nullable String next) implements Body {}
