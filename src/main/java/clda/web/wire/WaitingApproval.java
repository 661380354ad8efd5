package clda.web.wire;

import clda.conversation.ApprovalReason;
import clda.conversation.SumLimit;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An approval that waits for a decision.
 *
 * @param arguments what is approved, byte for byte by its hash
 * @param hash to be sent back with the decision
 * @param expiresAt until when it can be decided
 * @param role who may decide: requester or approver
 * @param because what asks for it; absent for the tool's rule
 * @param sum which the call would exceed
 * @param delegate who was asked to decide too
 * @param shown the arguments as text, complete and with nothing hidden
 * @param requester who wants it done
 * @param createdAt since when it waits
 * @param mayDecide whether the caller may
 * @param means what would be done, in words
 * @param mayBeRemembered whether a decision may hold for further calls of the tool in the conversation
 * @param conversationId only of the caller's own
 * @param turnId only of the caller's own
 */
public record WaitingApproval(
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
        List<ShownArgument> shown,
        String requester,
        Instant createdAt,
        boolean mayDecide,
        @Nullable String means,
        boolean mayBeRemembered,
        @Nullable String conversationId,
        @Nullable String turnId)
        implements Row {}
