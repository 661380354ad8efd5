package clda.conversation;

import clda.conversation.CallEvent.ApprovalDecided;
import clda.conversation.CallEvent.ApprovalDelegated;
import clda.conversation.CallEvent.ApprovalRequested;
import clda.conversation.CallEvent.TaskCompleted;
import clda.conversation.CallEvent.TaskFailed;
import clda.conversation.CallEvent.TaskStarted;
import clda.conversation.CallEvent.TaskUnknown;
import clda.conversation.CallEvent.ToolCompleted;
import clda.conversation.CallEvent.ToolFailed;
import clda.conversation.CallEvent.ToolProgress;
import clda.conversation.CallEvent.ToolRequested;
import clda.conversation.CallEvent.ToolResolved;
import clda.conversation.CallEvent.ToolStarted;
import clda.conversation.CallEvent.ToolUnknown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The calls of a turn, in the order in which they were asked for. Changed only by the fold of the conversation. */
final class TurnCalls {

    private final String turnId;
    private final Map<String, ToolCall> calls = new LinkedHashMap<>();
    private boolean tainted;

    TurnCalls(String turnId) {
        this.turnId = turnId;
    }

    void apply(CallEvent event) {
        switch (event) {
            case ToolRequested asked -> calls.put(asked.callId(), requested(asked));
            case ApprovalRequested asked -> change(asked.callId(), call -> call.awaiting(pending(asked)));
            case ApprovalDelegated delegated -> change(delegated.callId(), call -> call.delegated(delegated.to()));
            case ApprovalDecided decided -> {
                // A denial is followed by tool.failed in the same append.
                if (decided.decision() == Decision.APPROVE) {
                    change(decided.callId(), call -> approved(call, decided));
                }
            }
            case ToolStarted started -> change(started.callId(), call -> call.in(ToolCall.State.RUNNING));
            case ToolProgress progress ->
                change(progress.callId(), call -> call.at(new ToolCall.Progress(progress.percent(), progress.note())));
            case ToolCompleted done -> {
                change(done.callId(), call -> call.completed(done.result()));
                taint(done.untrusted());
            }
            case ToolFailed failed -> {
                change(failed.callId(), call -> call.failed(failed.error()));
                taint(failed.untrusted());
            }
            case ToolUnknown unknown -> change(unknown.callId(), call -> call.unknown(unknown.reference()));
            case ToolResolved resolved ->
                change(resolved.callId(), call -> call.resolved(resolved.resolution(), resolved.by()));
            case TaskStarted started ->
                task(started.callId(), new ToolCall.Task(started.taskId(), ToolCall.State.RUNNING, null, null));
            case TaskCompleted done -> {
                task(done.callId(), new ToolCall.Task(done.taskId(), ToolCall.State.COMPLETED, done.result(), null));
                taint(done.untrusted());
            }
            case TaskFailed failed -> {
                task(failed.callId(), new ToolCall.Task(failed.taskId(), ToolCall.State.FAILED, null, failed.error()));
                taint(failed.untrusted());
            }
            case TaskUnknown unknown -> {
                task(unknown.callId(), new ToolCall.Task(unknown.taskId(), ToolCall.State.UNKNOWN, null, null));
                change(unknown.callId(), call -> call.referredTo(unknown.reference()));
            }
        }
    }

    private static ToolCall requested(ToolRequested asked) {
        return new ToolCall(
                asked.callId(),
                asked.step(),
                asked.tool(),
                asked.arguments(),
                asked.effect(),
                ToolCall.State.REQUESTED,
                null,
                null,
                null,
                null,
                null,
                null,
                asked.undoes());
    }

    private static ToolCall.PendingApproval pending(ApprovalRequested asked) {
        return new ToolCall.PendingApproval(
                asked.approvalId(),
                asked.hash(),
                asked.expiresAt(),
                asked.role(),
                asked.because(),
                asked.sum(),
                null,
                false);
    }

    private static ToolCall approved(ToolCall call, ApprovalDecided decided) {
        return call.approved(decided.arguments() == null ? call.arguments() : decided.arguments(), decided.hash());
    }

    private void task(String callId, ToolCall.Task task) {
        change(callId, call -> call.goingOnAs(task));
    }

    private void change(String callId, UnaryOperator<ToolCall> change) {
        calls.put(callId, change.apply(get(callId)));
    }

    private void taint(@Nullable Boolean untrusted) {
        tainted |= Boolean.TRUE.equals(untrusted);
    }

    void undo(String callId, CallPlace by) {
        change(callId, call -> call.undoneBy(by));
    }

    /** @throws IllegalStateException if the turn has no such call */
    ToolCall get(String callId) {
        ToolCall call = calls.get(callId);
        if (call == null) {
            throw new IllegalStateException("turn " + turnId + " has no call " + callId);
        }
        return call;
    }

    /** The highest step that has asked for one; 0 if none has. */
    int lastStep() {
        return calls.values().stream().mapToInt(ToolCall::step).max().orElse(0);
    }

    List<ToolCall> open() {
        return calls.values().stream().filter(c -> !c.state().settled()).toList();
    }

    Optional<ToolCall> awaiting(String approvalId) {
        return calls.values().stream()
                .filter(c -> c.state() == ToolCall.State.AWAITING_APPROVAL
                        && c.approval() != null
                        && c.approval().approvalId().equals(approvalId))
                .findFirst();
    }

    boolean areAwaitingApproval() {
        return calls.values().stream().anyMatch(c -> c.state() == ToolCall.State.AWAITING_APPROVAL);
    }

    /** Whether any outcome may contain text written by others. */
    boolean areTainted() {
        return tainted;
    }

    List<ToolCall> all() {
        return List.copyOf(calls.values());
    }
}
