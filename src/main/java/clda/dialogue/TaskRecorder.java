package clda.dialogue;

import clda.agent.ProgressPace;
import clda.conversation.CallEvent.TaskCompleted;
import clda.conversation.CallEvent.TaskFailed;
import clda.conversation.CallEvent.TaskUnknown;
import clda.conversation.CallEvent.ToolProgress;
import clda.conversation.Conversation;
import clda.conversation.ConversationEvent;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLog.Decided;
import clda.conversation.DraftEvent;
import clda.conversation.ToolCall;
import clda.conversation.ToolError;
import clda.conversation.Trigger;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.TurnStarted;
import clda.effects.Effect;
import clda.json.Json;
import clda.store.Lease;
import clda.store.Write;
import clda.tools.CallRecorder;
import clda.tools.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records what comes of a background task: in the log, in the book of tasks, and in the turn that reports its end. */
final class TaskRecorder implements CallRecorder {

    private final ConversationLog log;
    private final TaskBook book;
    private final Lanes lanes;
    private final BackgroundTask task;
    private final ToolCall call;
    private final Lease lease;
    private final ProgressPace pace = new ProgressPace();
    private volatile boolean foreign;

    TaskRecorder(
            ConversationLog log,
            TaskBook book,
            Lanes lanes,
            BackgroundTask task,
            ToolCall call,
            @Nullable Tool tool,
            Lease lease) {
        this.log = log;
        this.book = book;
        this.lanes = lanes;
        this.task = task;
        this.call = call;
        this.foreign = tool != null && tool.definition().traits().untrusted();
        this.lease = lease;
    }

    Lease lease() {
        return lease;
    }

    private @Nullable Boolean untrusted() {
        return foreign ? true : null;
    }

    @Override
    public void foreign() {
        foreign = true;
    }

    private void append(List<Write> alongside, ConversationEvent... events) {
        log.append(task.conversationId(), Append.of(lease.guarding(alongside), task.turnId(), events))
                .orElseThrow(Refused::noSuchConversation);
    }

    @Override
    public void note(List<Write> alongside) {
        append(alongside);
    }

    @Override
    public void started(List<Write> alongside) {
        if (!alongside.isEmpty()) {
            append(alongside);
        }
    }

    @Override
    public void doneWithin(List<Write> alongside, Supplier<JsonNode> work) {
        throw new IllegalStateException("a LOCAL_TX tool has no task");
    }

    @Override
    public void done(List<Write> alongside, JsonNode result) {
        end(
                alongside,
                BackgroundTask.State.COMPLETED,
                new TaskCompleted(task.id(), task.callId(), result, untrusted()),
                result);
    }

    @Override
    public void failed(List<Write> alongside, String code, String message) {
        end(
                alongside,
                BackgroundTask.State.FAILED,
                new TaskFailed(task.id(), task.callId(), new ToolError(code, message), untrusted()),
                Json.MAPPER.createObjectNode().put("error", code).put("message", message));
    }

    @Override
    public void unknown(List<Write> alongside, Effect effect) {
        end(
                alongside,
                BackgroundTask.State.UNKNOWN,
                new TaskUnknown(task.id(), task.callId(), effect.key()),
                Json.MAPPER
                        .createObjectNode()
                        .put("outcome", "unknown")
                        .put("reference", effect.key())
                        .put("do_not_retry", true));
    }

    /** Stores the end together with the turn that reports it. */
    private void end(List<Write> alongside, BackgroundTask.State state, ConversationEvent event, JsonNode outcome) {
        Opening opened = log.append(
                        task.conversationId(), conversation -> ending(conversation, alongside, state, event, outcome))
                .orElseThrow(Refused::noSuchConversation)
                .result();
        lanes.run(task.conversationId(), opened);
    }

    private Decided<Opening> ending(
            Conversation conversation,
            List<Write> alongside,
            BackgroundTask.State state,
            ConversationEvent event,
            JsonNode outcome) {
        Turn turn = conversation.turn(task.turnId());
        String said = Spoken.in(conversation).choose("The background task has ended.", "后台任务已结束。");
        Opening opening = lanes.opening(
                conversation,
                new TurnStarted(
                                said,
                                turn.by(),
                                null,
                                conversation.tip(),
                                new Trigger(Trigger.Kind.TASK, task.id(), call.tool(), call.arguments(), outcome))
                        // The new turn need not be on the branch on which the task was begun.
                        .untrusted(foreign || conversation.tainted(task.turnId())));
        List<DraftEvent> events = new ArrayList<>();
        events.add(new DraftEvent(task.turnId(), event));
        events.addAll(opening.events());
        List<Write> writes = lease.guarding(alongside);
        writes.add(book.end(task.id(), lease.epoch(), state));
        writes.addAll(opening.alongside());
        return new Decided<>(new Append(events, writes), opening);
    }

    @Override
    public void progress(int percent, @Nullable String note) {
        if (pace.isDue(percent)) {
            append(List.of(), new ToolProgress(task.callId(), percent, note));
        }
    }
}
