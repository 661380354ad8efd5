package clda.web.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the audit trail.
 *
 * @param next the `before` of the following page; absent if this is the last
 */
public record AuditPage(List<AuditRow> items, @Nullable String next) implements Body {}
