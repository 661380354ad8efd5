package clda.audit;

import clda.conversation.CallEvent.ApprovalDecided;
import clda.conversation.CallEvent.ApprovalDelegated;
import clda.conversation.CallEvent.ApprovalRequested;
import clda.conversation.CallEvent.TaskCompleted;
import clda.conversation.CallEvent.TaskFailed;
import clda.conversation.CallEvent.TaskStarted;
import clda.conversation.CallEvent.TaskUnknown;
import clda.conversation.CallEvent.ToolCompleted;
import clda.conversation.CallEvent.ToolFailed;
import clda.conversation.CallEvent.ToolRequested;
import clda.conversation.CallEvent.ToolResolved;
import clda.conversation.CallEvent.ToolStarted;
import clda.conversation.CallEvent.ToolUnknown;
import clda.conversation.Companion;
import clda.conversation.ConversationEvent.RecordingChanged;
import clda.conversation.ConversationHead;
import clda.conversation.RecordedEvent;
import clda.conversation.TurnEvent.TurnCancelling;
import clda.json.Canonical;
import clda.store.Write;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Audits what tools do, what users allow, forbid, resolve and stop, and what is erased. */
public final class EventAudit implements Companion {

    private final AuditTrail trail;
    private final Clock clock;

    public EventAudit(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public List<Write> with(ConversationHead head, List<RecordedEvent> events) {
        List<AuditEntry> entries =
                events.stream().flatMap(event -> entry(head, event).stream()).toList();
        return entries.isEmpty() ? List.of() : List.of(trail.record(entries));
    }

    @Override
    public List<Write> withErasure(ConversationHead head) {
        return List.of(trail.record(List.of(new AuditEntry(
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                head.tenant(),
                head.owner(),
                "conversation.erased",
                head.id(),
                null,
                null,
                Map.of()))));
    }

    private record What(String actor, String subject, Map<String, String> details) {}

    private static Optional<AuditEntry> entry(ConversationHead head, RecordedEvent recorded) {
        String owner = head.owner();
        What what =
                switch (recorded.event()) {
                    case ToolRequested call ->
                        new What(
                                owner,
                                call.callId(),
                                Map.of(
                                        "tool",
                                        call.tool(),
                                        "effect",
                                        String.valueOf(call.effect()),
                                        "arguments",
                                        Canonical.hash(call.arguments())));
                    case ToolStarted call -> new What(owner, call.callId(), Map.of());
                    case ToolCompleted call -> new What(owner, call.callId(), Map.of());
                    case ToolFailed call ->
                        new What(
                                owner,
                                call.callId(),
                                Map.of("code", call.error().code()));
                    case ToolUnknown call -> new What(owner, call.callId(), Map.of("reference", call.reference()));
                    case ToolResolved call ->
                        new What(
                                call.by(),
                                call.callId(),
                                Map.of("outcome", call.resolution().word()));
                    case ApprovalRequested asked ->
                        new What(
                                owner,
                                asked.approvalId(),
                                Map.of("callId", asked.callId(), "hash", asked.hash(), "role", asked.role()));
                    case ApprovalDelegated asked -> new What(asked.by(), asked.approvalId(), Map.of("to", asked.to()));
                    case ApprovalDecided asked ->
                        new What(
                                asked.by(),
                                asked.approvalId(),
                                Map.of(
                                        "callId",
                                        asked.callId(),
                                        "decision",
                                        asked.decision().word(),
                                        "hash",
                                        asked.hash(),
                                        "remember",
                                        String.valueOf(Boolean.TRUE.equals(asked.remember()))));
                    case TaskStarted task -> new What(owner, task.taskId(), Map.of("callId", task.callId()));
                    case TaskCompleted task -> new What(owner, task.taskId(), Map.of("callId", task.callId()));
                    case TaskFailed task ->
                        new What(
                                owner,
                                task.taskId(),
                                Map.of(
                                        "callId",
                                        task.callId(),
                                        "code",
                                        task.error().code()));
                    case TaskUnknown task ->
                        new What(owner, task.taskId(), Map.of("callId", task.callId(), "reference", task.reference()));
                    case RecordingChanged change -> new What(owner, "", Map.of("on", String.valueOf(change.on())));
                    case TurnCancelling turn -> new What(turn.by(), "", Map.of());
                    default -> null;
                };
        return Optional.ofNullable(what)
                .map(it -> new AuditEntry(
                        recorded.at(),
                        head.tenant(),
                        it.actor,
                        recorded.type().publicName(),
                        head.id(),
                        recorded.turnId(),
                        it.subject.isEmpty() ? null : it.subject,
                        it.details));
    }
}
