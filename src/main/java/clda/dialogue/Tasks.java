package clda.dialogue;

import clda.agent.BackgroundTasks;
import clda.agent.TurnHandle;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.effects.EffectKey;
import clda.effects.GivenUp;
import clda.logging.Ids;
import clda.security.Caller;
import clda.security.KeyRing;
import clda.store.Fenced;
import clda.store.Lease;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import clda.tools.Execution;
import clda.tools.Tool;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Work that takes longer than a turn. A task is run by one node at a time and survives the death of that node. When it ends, it
 * opens a turn that tells the user the outcome, whenever the user comes back.
 */
public final class Tasks implements BackgroundTasks {

    private static final Logger LOG = System.getLogger(Tasks.class.getName());
    private static final int MAX_ATTEMPTS = 5;
    private static final int CLAIMED_AT_ONCE = 200;

    private final ConversationLog log;
    private final TaskBook book;
    private final Timers timers;
    private final Execution.Means means;
    private final Clock clock;
    private final Map<String, Execution> running = new ConcurrentHashMap<>();
    private @Nullable Lanes lanes;
    private volatile boolean stopping;

    Tasks(ConversationLog log, TaskBook book, Timers timers, Execution.Means means) {
        this.log = log;
        this.book = book;
        this.timers = timers;
        this.means = means;
        this.clock = means.clock();
    }

    /** Sets the lanes after construction, since turns begin tasks and tasks open turns. */
    void open(Lanes turns) {
        this.lanes = turns;
    }

    private Lanes lanes() {
        if (lanes == null) {
            throw new IllegalStateException("the lanes are not there yet");
        }
        return lanes;
    }

    @Override
    public Write begin(String taskId, TurnHandle handle, String callId, Duration timeout) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return book.add(new BackgroundTask(
                taskId,
                handle.caller().tenant(),
                handle.conversationId(),
                handle.turnId(),
                callId,
                BackgroundTask.State.WAITING,
                0,
                0,
                false,
                now.plus(timeout),
                now));
    }

    @Override
    public void begun(String taskId) {
        if (!stopping) {
            timers.at(taskId, clock.instant());
        }
    }

    /**
     * Starts tasks that no node runs: those of a node that has died, those whose start was cut short by a crash, and those that
     * a timer has offered to a node of the other arm. Also stops
     * the tasks on this node that a person wants to stop.
     */
    public void takeUpAbandoned() {
        book.claimable(CLAIMED_AT_ONCE).stream()
                .filter(task -> lanes().runsHere(task.conversationId()))
                .forEach(task -> begun(task.id()));
        for (String taskId : book.unwanted(lanes().lease().epoch())) {
            Execution execution = running.get(taskId);
            if (execution != null) {
                execution.stop();
            }
        }
    }

    /** Runs the task if it has not ended, no other node runs it and this one may; returns when it has ended. */
    public void run(String taskId) {
        if (stopping || running.containsKey(taskId)) {
            return;
        }
        Optional<BackgroundTask> found = book.find(taskId);
        if (found.isEmpty()
                || found.get().state().settled()
                || !lanes().runsHere(found.get().conversationId())) {
            return;
        }
        Lease lease = lanes().lease();
        BackgroundTask task = found.get();
        try (Ids.Scope scope =
                Ids.of(task.conversationId(), task.turnId(), task.callId()).open()) {
            run(task, lease);
        } catch (TaskBook.NotClaimed | Fenced e) {
            LOG.log(Level.DEBUG, "task {0} belongs to another node", taskId);
        } catch (Refused erased) {
            LOG.log(Level.DEBUG, "the conversation of task {0} is gone", taskId);
        } catch (CancellationException e) {
            LOG.log(Level.INFO, "task {0} is left as it is: {1}", taskId, e.getMessage());
        } finally {
            running.remove(taskId);
        }
    }

    private void run(BackgroundTask task, Lease lease) {
        Turn turn = log.view(task.conversationId(), conversation -> conversation.turn(task.turnId()))
                .orElseThrow(Refused::noSuchConversation);
        ToolCall call = turn.call(task.callId());
        Caller then = log.view(task.conversationId(), conversation -> Lanes.requester(conversation, task.turnId()))
                .orElseThrow(Refused::noSuchConversation);
        log.append(
                        task.conversationId(),
                        new Append(List.of(), List.of(lease.held(), book.claim(task.id(), lease.epoch()))))
                .orElseThrow(Refused::noSuchConversation);
        Optional<Tool> tool = lanes().toolsNow(then).find(call.tool());
        TaskRecorder recorder = new TaskRecorder(log, book, lanes(), task, call, tool.orElse(null), lease);
        Duration left = Duration.between(clock.instant(), task.deadline());
        String key = EffectKey.of(then.tenant(), task.conversationId(), task.turnId(), task.callId());
        boolean late = task.attempts() >= MAX_ATTEMPTS || !left.isPositive();
        if (tool.isEmpty() || late || task.cancelling()) {
            giveUp(recorder, key, task.cancelling() ? "cancelled" : tool.isEmpty() ? "unknown_tool" : "timeout");
            return;
        }
        Execution execution = new Execution(
                means,
                new Execution.Call(
                        tool.get(),
                        (ObjectNode) call.arguments(),
                        then,
                        task.conversationId(),
                        task.turnId(),
                        task.callId(),
                        null,
                        log.view(task.conversationId(), conversation -> conversation.tainted(task.turnId()))
                                .orElse(true),
                        left,
                        List.of()),
                recorder,
                lease);
        running.put(task.id(), execution);
        execution.run();
    }

    private void giveUp(TaskRecorder recorder, String key, String code) {
        GivenUp givenUp = GivenUp.of(means.ledger(), key, recorder.lease());
        if (givenUp.unknown()) {
            recorder.unknown(givenUp.writes(), means.ledger().find(key).orElseThrow());
        } else {
            recorder.failed(
                    givenUp.writes(),
                    code,
                    switch (code) {
                        case "cancelled" -> "It was stopped before it began.";
                        case "unknown_tool" -> "There is no such tool any more.";
                        default -> "It did not finish in time.";
                    });
        }
    }

    /** A task as its owner sees it. */
    public record Seen(BackgroundTask task, ToolCall call) {}

    /**
     * The caller's tasks, newest first. Tasks that cannot be read are listed as damaged.
     *
     * @param states the wanted states; not empty
     * @param before where to continue; null to start with the newest
     */
    public Page<Listed<Seen>> of(
            Caller caller, Set<BackgroundTask.State> states, @Nullable Position before, int limit) {
        Page<Listed<BackgroundTask>> page = book.of(caller.tenant(), caller.user(), states, before, limit);
        return page.with(page.items().stream()
                .flatMap(row ->
                        row.isDamaged() ? Stream.of(Listed.<Seen>damaged(row.position())) : seen(caller, row).stream())
                .toList());
    }

    private Optional<Listed<Seen>> seen(Caller caller, Listed<BackgroundTask> row) {
        try {
            return row.whole().map(task -> new Listed<>(row.position(), seen(caller, task)));
        } catch (Refused erased) {
            return Optional.empty();
        } catch (KeyRing.Damaged e) {
            return Optional.of(Listed.damaged(row.position()));
        }
    }

    /** The number of the caller's tasks in these states. */
    public long count(Caller caller, Set<BackgroundTask.State> states) {
        return book.count(caller.tenant(), caller.user(), states);
    }

    /** One of the caller's tasks. */
    public Seen find(Caller caller, String taskId) {
        return seen(caller, book.find(taskId).orElseThrow(Tasks::noSuchTask));
    }

    private Seen seen(Caller caller, BackgroundTask task) {
        return log.view(task.conversationId(), conversation -> {
                    if (!DialogueManager.owns(conversation.head(), caller)) {
                        throw noSuchTask();
                    }
                    return new Seen(task, conversation.turn(task.turnId()).call(task.callId()));
                })
                .orElseThrow(Tasks::noSuchTask);
    }

    /**
     * Stops one of the caller's tasks as soon as its tool can be abandoned. What the task has done by then remains in effect.
     */
    public Seen cancel(Caller caller, String taskId) {
        Seen seen = find(caller, taskId);
        if (!seen.task().state().settled()) {
            log.append(seen.task().conversationId(), new Append(List.of(), List.of(book.cancelling(taskId))));
            Execution execution = running.get(taskId);
            if (execution != null) {
                execution.stop();
            }
        }
        return find(caller, taskId);
    }

    private static Refused noSuchTask() {
        return new Refused(Refused.Kind.NOT_FOUND, "There is no such task.");
    }

    /** Leaves running tasks as they are; they are resumed at the next start. */
    void close() {
        stopping = true;
    }
}
