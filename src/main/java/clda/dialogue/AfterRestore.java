package clda.dialogue;

import clda.conversation.CallEvent.TaskUnknown;
import clda.conversation.CallEvent.ToolUnknown;
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
import clda.conversation.TurnEvent.TurnInterrupted;
import clda.conversation.TurnEvent.TurnStarted;
import clda.effects.Effect;
import clda.effects.EffectClass;
import clda.effects.EffectKey;
import clda.effects.EffectLedger;
import clda.json.Canonical;
import clda.security.KeyRing.Damaged;
import clda.store.Lease;
import clda.store.Membership;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import clda.tools.Toolbox;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a database that was restored from a backup must not simply go on with. Between the backup and the restore the server may
 * have gone on with all of it, and what it did then is not known here. So a turn that was open ends; each of its calls that
 * would reach outside may have been made, and its outcome is unknown until a person resolves it; what came due meanwhile is
 * shown and not carried out. Nothing here runs a turn or calls a tool. Each step may be repeated.
 */
public final class AfterRestore {

    private static final Logger LOG = System.getLogger(AfterRestore.class.getName());
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final int MAX_TASKS = 100_000;
    private static final int READ_AT_ONCE = 1_000;
    private static final ToolError NOT_DONE =
            new ToolError("restored", "The server was restored from a backup before the tool was run.");

    /** How much was ended in one conversation. */
    public record Ended(String tenant, int turns, int unknown) {}

    private final ConversationLog log;
    private final EffectLedger ledger;
    private final Books books;
    private final Toolbox tools;
    private final Openings openings;
    private final Membership membership;
    private final Clock clock;

    AfterRestore(
            ConversationLog log,
            EffectLedger ledger,
            Books books,
            Toolbox tools,
            Openings openings,
            Membership membership,
            Clock clock) {
        this.log = log;
        this.ledger = ledger;
        this.books = books;
        this.tools = tools;
        this.openings = openings;
        this.membership = membership;
        this.clock = clock;
    }

    /**
     * Ends every turn of the conversation that was open at the time of the backup.
     *
     * @param pending a part of each transaction that fails once the restore has been completed
     * @return empty if there is no such conversation
     */
    public Optional<Ended> endTurns(String conversationId, Instant backup, Write pending) {
        Lease lease = membership.lease();
        return log.append(conversationId, conversation -> ending(conversation, backup, lease, pending))
                .map(ConversationLog.Appended::result);
    }

    private Decided<Ended> ending(Conversation conversation, Instant backup, Lease lease, Write pending) {
        List<DraftEvent> events = new ArrayList<>();
        List<Write> writes = lease.guarding(List.of(pending));
        int turns = 0;
        int unknown = 0;
        for (Turn turn : conversation.turns()) {
            if (turn.state().settled()) {
                continue;
            }
            turns++;
            for (ToolCall call : turn.openCalls()) {
                ConversationEvent end = end(conversation, turn, call, lease, writes);
                events.add(new DraftEvent(turn.id(), end));
                unknown += end instanceof ToolUnknown ? 1 : 0;
                ToolCall.PendingApproval asked = call.approval();
                if (call.state() == ToolCall.State.AWAITING_APPROVAL && asked != null) {
                    writes.add(books.approvals().close(asked.approvalId(), Approval.State.CANCELLED));
                }
            }
            events.add(new DraftEvent(turn.id(), new TurnInterrupted(notEnded(conversation, backup))));
        }
        Ended ended = new Ended(conversation.head().tenant(), turns, unknown);
        return new Decided<>(turns == 0 ? Append.NOTHING : new Append(events, writes), ended);
    }

    private static String notEnded(Conversation conversation, Instant backup) {
        String time = MINUTE.format(backup);
        return Spoken.in(conversation)
                .choose(
                        "The server was restored from a backup of " + time
                                + ", when this had not ended yet. It may have"
                                + " been done since then: check before you ask again.",
                        "服务器已从 " + time + " 的备份恢复，当时这一轮尚未结束。之后它可能已经完成：请先核实，再重新提出。");
    }

    private ConversationEvent end(
            Conversation conversation, Turn turn, ToolCall call, Lease lease, List<Write> writes) {
        EffectClass reach = reach(call);
        if (!reach.reachesOutside()) {
            OpenCalls.Closing closing = new OpenCalls(ledger).close(conversation, turn, call, NOT_DONE, lease);
            writes.addAll(closing.alongside());
            return closing.event();
        }
        String key = EffectKey.of(conversation.head().tenant(), conversation.id(), turn.id(), call.callId());
        doubt(key, conversation, turn, call, reach, lease, writes);
        return new ToolUnknown(call.callId(), key);
    }

    /** The class of the call's effect; of a tool that is gone, what the log says, and otherwise the worst. */
    private EffectClass reach(ToolCall call) {
        return tools.find(call.tool())
                .map(tool -> tool.definition().effect())
                .orElseGet(() -> call.effect() == null ? EffectClass.AT_MOST_ONCE : EffectClass.valueOf(call.effect()));
    }

    /** The writes after which the effect is unknown, whatever the ledger knew of it at the time of the backup. */
    private void doubt(
            String key,
            Conversation conversation,
            Turn turn,
            ToolCall call,
            EffectClass reach,
            Lease lease,
            List<Write> writes) {
        Optional<Effect> known = ledger.find(key);
        long epoch = lease.epoch();
        switch (known.map(Effect::state).orElse(Effect.State.INTENT)) {
            case INTENT -> {
                if (known.isEmpty()) {
                    writes.add(ledger.intend(effect(key, conversation, turn, call, reach), List.of()));
                }
                writes.add(ledger.dispatch(key, epoch));
                writes.add(ledger.settle(key, epoch, Effect.State.UNKNOWN));
            }
            case DISPATCHED -> writes.add(ledger.settle(key, known.orElseThrow().epoch(), Effect.State.UNKNOWN));
            case DONE, FAILED, UNKNOWN -> {
                // As it is: settled, or in the inbox already.
            }
        }
    }

    private Effect effect(String key, Conversation conversation, Turn turn, ToolCall call, EffectClass reach) {
        return new Effect(
                key,
                conversation.head().tenant(),
                conversation.id(),
                turn.id(),
                call.callId(),
                call.tool(),
                reach,
                Canonical.hash(call.arguments()),
                Effect.State.INTENT,
                undone(conversation, call),
                0,
                null,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private static @Nullable String undone(Conversation conversation, ToolCall call) {
        return call.undoes() == null
                ? null
                : EffectKey.of(
                        conversation.head().tenant(),
                        conversation.id(),
                        call.undoes().turnId(),
                        call.undoes().callId());
    }

    /**
     * Ends the background tasks that reach outside and had not ended at the time of the backup. The others only read and start
     * again.
     *
     * @return how many there were, one element for each
     */
    public List<Ended> endTasks(Write pending) {
        List<Ended> ended = new ArrayList<>();
        for (BackgroundTask task : books.tasks().claimable(MAX_TASKS)) {
            whole(task.conversationId(), () -> endTask(task, pending)).ifPresent(ended::add);
        }
        return ended;
    }

    private Optional<Ended> endTask(BackgroundTask task, Write pending) {
        Lease lease = membership.lease();
        return log.append(task.conversationId(), conversation -> {
                    Turn turn = conversation.turn(task.turnId());
                    ToolCall call = turn.call(task.callId());
                    EffectClass reach = reach(call);
                    if (!reach.reachesOutside()) {
                        return new Decided<>(Append.NOTHING, new Ended(task.tenant(), 0, 0));
                    }
                    String key = EffectKey.of(task.tenant(), task.conversationId(), task.turnId(), task.callId());
                    List<Write> writes = lease.guarding(List.of(pending));
                    writes.add(books.tasks().claim(task.id(), lease.epoch()));
                    doubt(key, conversation, turn, call, reach, lease, writes);
                    writes.add(books.tasks().end(task.id(), lease.epoch(), BackgroundTask.State.UNKNOWN));
                    TaskUnknown event = new TaskUnknown(task.id(), task.callId(), key);
                    return new Decided<>(Append.of(writes, task.turnId(), event), new Ended(task.tenant(), 0, 1));
                })
                .map(ConversationLog.Appended::result)
                .filter(ended -> ended.unknown() > 0);
    }

    /**
     * Shows what came due between the backup and now, in the conversations that it belongs to, and carries nothing of it out.
     * What is repeated goes on at its next time.
     *
     * @return one element for each
     */
    public List<Ended> skipDue(Instant backup, Write pending) {
        Instant now = clock.instant();
        List<Ended> skipped = new ArrayList<>();
        Position after = null;
        do {
            Page<ScheduleBook.Due> page = books.schedules().before(now, after, READ_AT_ONCE);
            page.items().forEach(due -> books.schedules()
                    .find(due.scheduleId())
                    .flatMap(schedule -> whole(schedule.conversationId(), () -> skip(schedule, now, backup, pending)))
                    .ifPresent(skipped::add));
            after = page.next();
        } while (after != null);
        return skipped;
    }

    /** What a damaged conversation has left cannot run, and must not keep the server from starting. */
    private static Optional<Ended> whole(String conversationId, Supplier<Optional<Ended>> work) {
        try {
            return work.get();
        } catch (Damaged e) {
            LOG.log(Level.WARNING, "conversation {0} is damaged; what it has left does not go on", conversationId);
            return Optional.empty();
        }
    }

    private Optional<Ended> skip(Schedule schedule, Instant now, Instant backup, Write pending) {
        Repetition repetition = schedule.repetition();
        Instant next = repetition == null ? null : repetition.after(now).orElse(null);
        Trigger trigger = new Trigger(
                schedule.doing() ? Trigger.Kind.TIMER : Trigger.Kind.REMINDER, schedule.id(), null, null, null);
        return log.append(schedule.conversationId(), conversation -> {
                    String turnId = openings.nextTurnId(conversation);
                    TurnStarted start = new TurnStarted(
                                    schedule.what(), schedule.by(), null, conversation.tip(), trigger)
                            .untrusted(schedule.untrusted() == null || schedule.untrusted());
                    String why = skippedWords(conversation, schedule, backup);
                    return new Decided<>(
                            Append.of(
                                    List.of(pending, books.schedules().move(schedule.id(), schedule.next(), next)),
                                    turnId,
                                    start,
                                    new TurnInterrupted(why)),
                            new Ended(schedule.tenant(), 1, 0));
                })
                .map(ConversationLog.Appended::result);
    }

    private static String skippedWords(Conversation conversation, Schedule schedule, Instant backup) {
        String due = MINUTE.format(schedule.next());
        String time = MINUTE.format(backup);
        return Spoken.in(conversation)
                .choose(
                        "This was due at " + due + ". The server was restored from a backup of " + time
                                + ", so it may have been carried out already; it was not carried out again.",
                        "这件事原定于 " + due + "。服务器已从 " + time + " 的备份恢复，它可能已经执行过，因此没有再次执行。");
    }
}
