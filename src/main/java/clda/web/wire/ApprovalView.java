package clda.web.wire;

import clda.conversation.ApprovalReason;
import clda.conversation.SumLimit;
import clda.conversation.ToolCall;
import clda.tools.Traits;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An approval, as shown to whoever may decide.
 *
 * @param arguments what is approved, byte for byte by its hash
 * @param hash to be sent back with the decision
 * @param expiresAt until when it can be decided
 * @param role who may decide: requester or approver
 * @param because what asks for it; absent for the tool's rule
 * @param sum which the call would exceed
 * @param delegate who was asked to decide too
 * @param shown the arguments as text, complete and with nothing hidden
 */
@Schema(name = "Approval")
public record ApprovalView(
        String approvalId,
        String callId,
        String tool,
        @Schema(type = SchemaType.OBJECT) JsonNode arguments,
        String hash,
        Instant expiresAt,
        @Schema(enumeration = {"requester", "approver"}) String role,
        @Nullable ApprovalReason because,
        @Nullable SumLimit sum,
        @Nullable String delegate,
        List<ShownArgument> shown) {
    static ApprovalView of(ToolCall call) {
        return of(call, Traits.NONE);
    }

    /** @param traits of the tool, which say what its arguments are */
    public static ApprovalView of(ToolCall call, Traits traits) {
        ToolCall.PendingApproval asked = Objects.requireNonNull(call.approval());
        return new ApprovalView(
                asked.approvalId(),
                call.callId(),
                call.tool(),
                call.arguments(),
                asked.hash(),
                asked.expiresAt(),
                asked.role(),
                asked.because(),
                asked.sum(),
                asked.delegate(),
                ShownArgument.of(call, traits));
    }
}
