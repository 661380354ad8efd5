package clda.conversation;

import clda.json.Worded;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request to act and its state so far. Immutable; the fold replaces it.
 *
 * @param task the background task that the call has started; null if none
 * @param undoneBy the call that undoes this one; null if none
 * @param undoes the call that this one undoes; null if none
 */
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
        @Nullable PendingApproval approval,
        @Nullable Task task,
        @Nullable CallPlace undoneBy,
        @Nullable CallPlace undoes) {

    public enum State implements Worded {
        REQUESTED,
        AWAITING_APPROVAL,
        RUNNING,
        COMPLETED,
        FAILED,
        DENIED,
        UNKNOWN;

        /** Whether the call has an outcome that the model can be given. */
        public boolean settled() {
            return switch (this) {
                case REQUESTED, AWAITING_APPROVAL, RUNNING -> false;
                case COMPLETED, FAILED, DENIED, UNKNOWN -> true;
            };
        }
    }

    /**
     * What a person was asked to approve.
     *
     * @param delegate the person asked to decide in addition to those with the role; null if none
     * @param approved whether it was approved, for exactly {@code hash}
     */
    public record PendingApproval(
            String approvalId,
            String hash,
            Instant expiresAt,
            String role,
            @Nullable ApprovalReason because,
            @Nullable SumLimit sum,
            @Nullable String delegate,
            boolean approved) {}

    /** The progress of a call or its task. */
    public record Progress(int percent, @Nullable String note) {}

    /** A background task; {@code state} is running, completed, failed or unknown. */
    public record Task(
            String taskId,
            State state,
            @Nullable JsonNode result,
            @Nullable ToolError error,
            @Nullable Progress progress) {
        Task(String taskId, State state, @Nullable JsonNode result, @Nullable ToolError error) {
            this(taskId, state, result, error, null);
        }
    }

    private ToolCall with(
            State nextState,
            @Nullable JsonNode nextResult,
            @Nullable ToolError nextError,
            @Nullable String nextReference,
            @Nullable PendingApproval nextApproval) {
        return new ToolCall(
                callId,
                step,
                tool,
                arguments,
                effect,
                nextState,
                nextResult,
                nextError,
                nextReference,
                nextApproval,
                task,
                undoneBy,
                undoes);
    }

    private ToolCall with(JsonNode nextArguments, @Nullable Task nextTask, @Nullable CallPlace nextUndoneBy) {
        return new ToolCall(
                callId,
                step,
                tool,
                nextArguments,
                effect,
                state,
                result,
                error,
                reference,
                approval,
                nextTask,
                nextUndoneBy,
                undoes);
    }

    ToolCall in(State next) {
        return with(next, result, error, reference, approval);
    }

    ToolCall awaiting(PendingApproval pending) {
        return with(State.AWAITING_APPROVAL, result, error, reference, pending);
    }

    private PendingApproval asked() {
        if (approval == null) {
            throw new IllegalStateException("call " + callId + " has no approval to decide");
        }
        return approval;
    }

    ToolCall delegated(String to) {
        PendingApproval asked = asked();
        return awaiting(new PendingApproval(
                asked.approvalId(),
                asked.hash(),
                asked.expiresAt(),
                asked.role(),
                asked.because(),
                asked.sum(),
                to,
                false));
    }

    ToolCall approved(JsonNode approvedArguments, String hash) {
        PendingApproval asked = asked();
        PendingApproval given = new PendingApproval(
                asked.approvalId(),
                hash,
                asked.expiresAt(),
                asked.role(),
                asked.because(),
                asked.sum(),
                asked.delegate(),
                true);
        return with(State.REQUESTED, result, error, reference, given).with(approvedArguments, task, undoneBy);
    }

    ToolCall completed(JsonNode outcome) {
        return with(State.COMPLETED, outcome, null, reference, approval);
    }

    ToolCall failed(ToolError why) {
        State next = "denied".equals(why.code()) ? State.DENIED : State.FAILED;
        return with(next, null, why, reference, approval);
    }

    ToolCall unknown(String askFor) {
        return with(State.UNKNOWN, null, null, askFor, approval);
    }

    ToolCall resolved(Resolution found, String by) {
        if (task != null && task.state() == State.UNKNOWN) {
            State end = found == Resolution.DONE ? State.COMPLETED : State.FAILED;
            return goingOnAs(new Task(task.taskId(), end, null, notDone(found, by), task.progress()));
        }
        return with(
                found == Resolution.DONE ? State.COMPLETED : State.FAILED,
                null,
                notDone(found, by),
                reference,
                approval);
    }

    private static @Nullable ToolError notDone(Resolution found, String by) {
        return found == Resolution.DONE ? null : new ToolError("not_done", by + " found that it was not done.");
    }

    ToolCall referredTo(String askFor) {
        return with(state, result, error, askFor, approval);
    }

    ToolCall goingOnAs(Task next) {
        return with(arguments, next, undoneBy);
    }

    ToolCall at(Progress progress) {
        return task == null
                ? this
                : goingOnAs(new Task(task.taskId(), task.state(), task.result(), task.error(), progress));
    }

    ToolCall undoneBy(CallPlace by) {
        return with(arguments, task, by);
    }
}
