package clda.web.wire;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of approvals.
 *
 * @param next the `after` of the following page; absent if this is the last
 * @param count how many there are in all
 * @param forMe how many of them the caller may decide
 */
public record ApprovalPage(
        @Schema(type = SchemaType.ARRAY, implementation = WaitingApproval.class) List<Row> items,
        @Nullable String next,
        long count,
        long forMe)
        implements Body {}
