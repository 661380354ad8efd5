package clda.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to a call of a tool, to its approval and to the task that it started. */
public sealed interface CallEvent extends ConversationEvent {

    /**
     * A tool is to be called.
     *
     * @param callId names the call in all later events
     * @param step counts model calls in the turn from 1; calls of one step were asked for together
     * @param tool the name of the tool
     * @param arguments the arguments of the call
     * @param effect the class of its effect, such as {@code READ} or {@code AT_MOST_ONCE}; null if there is no such tool
     * @param undoes the call that this one undoes; null for all others
     */
    record ToolRequested(
            String callId,
            int step,
            String tool,
            JsonNode arguments,
            @Nullable String effect,
            @Nullable CallPlace undoes)
            implements CallEvent {

        public ToolRequested(String callId, int step, String tool, JsonNode arguments, @Nullable String effect) {
            this(callId, step, tool, arguments, effect, null);
        }
    }

    /**
     * A call waits until a person has decided about it.
     *
     * @param approvalId to decide with
     * @param callId the call
     * @param tool the name of its tool
     * @param arguments the arguments of the call
     * @param hash the hash of what is shown; a decision has to name it
     * @param expiresAt when it expires, and counts as denied
     * @param role who may decide: {@code requester} or {@code approver}
     * @param because what asks for it; null means the tool's rule
     * @param sum which the call would exceed; null unless that is what asks for it
     */
    record ApprovalRequested(
            String approvalId,
            String callId,
            String tool,
            JsonNode arguments,
            String hash,
            Instant expiresAt,
            String role,
            @Nullable ApprovalReason because,
            @Nullable SumLimit sum)
            implements CallEvent {

        public ApprovalRequested(
                String approvalId,
                String callId,
                String tool,
                JsonNode arguments,
                String hash,
                Instant expiresAt,
                String role) {
            this(approvalId, callId, tool, arguments, hash, expiresAt, role, null, null);
        }
    }

    /**
     * Someone who may decide has asked another person to do it.
     *
     * @param approvalId the approval
     * @param callId the call that it is about
     * @param by who has asked
     * @param to who is asked
     */
    record ApprovalDelegated(String approvalId, String callId, String by, String to) implements CallEvent {}

    /**
     * A person has decided about a call.
     *
     * @param approvalId the approval
     * @param callId the call that it is about
     * @param decision what was decided
     * @param by who has decided
     * @param reason in the person's words; null if none was given
     * @param arguments the arguments as approved, when the user edited them; else null
     * @param hash the hash of what was decided about
     * @param remember whether further calls of the tool in this conversation need not be asked about; null for no
     * @param clientMessageId the client's own id of the message that decided; null if no message did, or one without
     */
    record ApprovalDecided(
            String approvalId,
            String callId,
            Decision decision,
            String by,
            @Nullable String reason,
            @Nullable ObjectNode arguments,
            String hash,
            @Nullable Boolean remember,
            @Nullable String clientMessageId)
            implements CallEvent {

        public ApprovalDecided(
                String approvalId,
                String callId,
                Decision decision,
                String by,
                @Nullable String reason,
                @Nullable ObjectNode arguments,
                String hash) {
            this(approvalId, callId, decision, by, reason, arguments, hash, null, null);
        }
    }

    /**
     * A tool is being called.
     *
     * @param callId the call
     */
    record ToolStarted(String callId) implements CallEvent {}

    /**
     * The progress of a call or its task.
     *
     * @param callId the call
     * @param percent the share that is done, in percent
     * @param note the progress in words; null if there are none
     */
    record ToolProgress(String callId, int percent, @Nullable String note) implements CallEvent {}

    /**
     * A call has returned its result.
     *
     * @param callId the call
     * @param result the result of the tool; its form depends on the tool
     * @param untrusted whether the result was written by others, who may want the model to do something; null for no
     */
    record ToolCompleted(String callId, JsonNode result, @Nullable Boolean untrusted) implements CallEvent {
        public ToolCompleted(String callId, JsonNode result) {
            this(callId, result, null);
        }
    }

    /**
     * A call has failed.
     *
     * @param callId the call
     * @param error why
     * @param untrusted what the error says may have been written by others; null if it was not
     */
    record ToolFailed(String callId, ToolError error, @Nullable Boolean untrusted) implements CallEvent {
        public ToolFailed(String callId, ToolError error) {
            this(callId, error, null);
        }
    }

    /**
     * Nobody can know whether the effect of a call happened.
     *
     * @param callId the call
     * @param reference finds the effect at the remote system
     */
    record ToolUnknown(String callId, String reference) implements CallEvent {}

    /**
     * A person has resolved a call with an unknown outcome, or an undo that failed.
     *
     * @param callId the call
     * @param resolution the outcome that was found
     * @param by who has
     * @param reason in the person's words; null if none was given
     */
    record ToolResolved(String callId, Resolution resolution, String by, @Nullable String reason)
            implements CallEvent {}

    /**
     * The call continues in the background after its turn.
     *
     * @param taskId the task
     * @param callId the call
     * @param tool the name of its tool
     */
    record TaskStarted(String taskId, String callId, String tool) implements CallEvent {}

    /**
     * A task has returned its result.
     *
     * @param taskId the task
     * @param callId the call that began it
     * @param result the result of the tool; its form depends on the tool
     * @param untrusted the result may have been written by others; null if it was not
     */
    record TaskCompleted(String taskId, String callId, JsonNode result, @Nullable Boolean untrusted)
            implements CallEvent {}

    /**
     * Nothing was done, or it was stopped; code {@code cancelled} if a person wanted that.
     *
     * @param taskId the task
     * @param callId the call that began it
     * @param error why
     * @param untrusted what the error says may have been written by others; null if it was not
     */
    record TaskFailed(String taskId, String callId, ToolError error, @Nullable Boolean untrusted)
            implements CallEvent {}

    /**
     * Nobody can know whether the effect of a task happened.
     *
     * @param taskId the task
     * @param callId the call that began it
     * @param reference finds the effect at the remote system
     */
    record TaskUnknown(String taskId, String callId, String reference) implements CallEvent {}
}
