package clda.conversation;

import clda.conversation.ConversationEvent.ToolError;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One request to act and what has come of it so far. Immutable; the fold replaces it. */
public record ToolCall(
        String callId,
        int step,
        String tool,
        JsonNode arguments,
        @Nullable String effect,
        State state,
        @Nullable JsonNode result,
        @Nullable ToolError error,
        @Nullable String reference,
        @Nullable PendingApproval approval) {

    public enum State {
        requested,
        awaiting_approval,
        running,
        completed,
        failed,
        denied,
        unknown;

        /** Whether the model can be told what came of the call. */
        public boolean settled() {
            return switch (this) {
                case requested, awaiting_approval, running -> false;
                case completed, failed, denied, unknown -> true;
            };
        }
    }

    /**
     * What a person was asked to approve.
     *
     * @param approved whether it was, for exactly {@code hash}
     */
    public record PendingApproval(String approvalId, String hash, Instant expiresAt, String role, boolean approved) {}

    ToolCall in(State next) {
        return new ToolCall(callId, step, tool, arguments, effect, next, result, error, reference, approval);
    }

    ToolCall awaiting(PendingApproval pending) {
        return new ToolCall(
                callId, step, tool, arguments, effect, State.awaiting_approval, result, error, reference, pending);
    }

    ToolCall approved(JsonNode approvedArguments, String hash) {
        PendingApproval asked = approval;
        if (asked == null) {
            throw new IllegalStateException("call " + callId + " has no approval to decide");
        }
        return new ToolCall(
                callId,
                step,
                tool,
                approvedArguments,
                effect,
                State.requested,
                result,
                error,
                reference,
                new PendingApproval(asked.approvalId(), hash, asked.expiresAt(), asked.role(), true));
    }

    ToolCall completed(JsonNode outcome) {
        return new ToolCall(callId, step, tool, arguments, effect, State.completed, outcome, null, reference, approval);
    }

    ToolCall failed(ToolError why) {
        State next = "denied".equals(why.code()) ? State.denied : State.failed;
        return new ToolCall(callId, step, tool, arguments, effect, next, null, why, reference, approval);
    }

    ToolCall unknown(String askFor) {
        return new ToolCall(callId, step, tool, arguments, effect, State.unknown, null, null, askFor, approval);
    }
}
