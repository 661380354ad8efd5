package clda.dialogue;

import clda.conversation.Conversation;
import clda.conversation.ConversationEvent.Trigger;
import clda.conversation.ConversationEvent.TurnStarted;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLog.Decided;
import clda.security.Caller;
import clda.security.KeyRing;
import clda.security.Rights;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens turns at their scheduled time, each once. A time that passed while nothing ran is made up for once, however often it
 * would have come.
 */
public final class Schedules {

    private static final Logger LOG = System.getLogger(Schedules.class.getName());
    /** How far ahead schedules are read: longer than the time between two looks, so that a late look misses nothing. */
    private static final Duration AHEAD = Duration.ofSeconds(5);

    private static final int READ_AT_ONCE = 1_000;
    /** Maximum number of turns that are opened at the same moment, so that the other turns of this node continue. */
    private static final int OPENED_AT_ONCE = 16;

    private static final Duration TOLD_AGAIN_AFTER = Duration.ofSeconds(5);

    private final ConversationLog log;
    private final Lanes lanes;
    private final ScheduleBook book;
    private final Rights rights;
    private final Clock clock;
    private final ThreadFactory threads;
    private final Agenda agenda = new Agenda(new SplittableRandom());
    private final Semaphore opening = new Semaphore(OPENED_AT_ONCE);
    private volatile boolean stopping;

    Schedules(ConversationLog log, Lanes lanes, ScheduleBook book, Rights rights, Clock clock, ThreadFactory threads) {
        this.log = log;
        this.lanes = lanes;
        this.book = book;
        this.rights = rights;
        this.clock = clock;
        this.threads = threads;
    }

    /** Looks what comes soon; to be called every second. */
    public void lookAhead() {
        Instant until = clock.instant().plus(AHEAD);
        Position after = null;
        do {
            Page<ScheduleBook.Due> page = book.before(until, after, READ_AT_ONCE);
            page.items().forEach(due -> agenda.put(due.scheduleId(), due.at()));
            after = page.next();
        } while (after != null);
    }

    /** Opens the turns whose time has come, each on a thread of its own; to be called some times a second. */
    public void tellDue() {
        for (String scheduleId : agenda.due(clock.instant())) {
            threads.newThread(() -> tell(scheduleId)).start();
        }
    }

    private void tell(String scheduleId) {
        boolean told = false;
        opening.acquireUninterruptibly();
        try {
            told = stopping || due(scheduleId);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "schedule " + scheduleId + " could not be opened this time", e);
        } finally {
            opening.release();
            if (told) {
                agenda.told(scheduleId);
            } else {
                agenda.again(scheduleId, clock.instant().plus(TOLD_AGAIN_AFTER));
            }
        }
    }

    /** Opens no more turns. */
    void close() {
        stopping = true;
    }

    /**
     * Opens the turn, if its time has come and nobody else has. For someone who may not talk any more the time is passed over:
     * it comes again, if at all, to someone who may.
     *
     * @return false if what it needs is damaged or missing: nothing opens a turn then
     */
    boolean due(String scheduleId) {
        Instant now = clock.instant();
        try {
            Optional<Schedule> due = book.find(scheduleId).filter(schedule -> !now.isBefore(schedule.next()));
            return due.isEmpty() || open(due.get(), now);
        } catch (ScheduleBook.Moved e) {
            LOG.log(Level.DEBUG, "schedule {0} was opened by another node", scheduleId);
            return true;
        } catch (KeyRing.Damaged e) {
            LOG.log(Level.DEBUG, "schedule {0} or its conversation cannot be used", scheduleId);
            return false;
        }
    }

    /** @return false if its conversation is gone */
    private boolean open(Schedule schedule, Instant now) {
        Write moved = book.move(schedule.id(), schedule.next(), next(schedule, now));
        if (!mayStill(schedule)) {
            log.append(schedule.conversationId(), new Append(List.of(), List.of(moved)));
            LOG.log(Level.INFO, "schedule {0} is skipped: its owner may not talk now", schedule.id());
            return true;
        }
        Trigger trigger = new Trigger(
                schedule.doing() ? Trigger.Kind.timer : Trigger.Kind.reminder, schedule.id(), null, null, null);
        Optional<Lanes.Opening> opened = log.append(schedule.conversationId(), conversation -> {
                    Lanes.Opening opening = lanes.opening(
                            conversation,
                            new TurnStarted(schedule.what(), schedule.by(), null, conversation.tip(), trigger)
                                    .untrusted(isUntrusted(schedule, conversation)));
                    List<Write> writes = new ArrayList<>(opening.alongside());
                    writes.add(moved);
                    return new Decided<>(new Append(opening.events(), writes), opening);
                })
                .map(ConversationLog.Appended::result);
        opened.ifPresent(opening -> lanes.run(schedule.conversationId(), opening));
        return opened.isPresent();
    }

    /** Of one from before this was noted: if there was text of others anywhere in the conversation that it was made in. */
    private static boolean isUntrusted(Schedule schedule, Conversation conversation) {
        Boolean noted = schedule.untrusted();
        return noted == null ? conversation.tainted() : noted;
    }

    private boolean mayStill(Schedule schedule) {
        return log.view(
                        schedule.conversationId(),
                        conversation ->
                                Lanes.caller(schedule.by(), conversation.head().tenant()))
                .flatMap(rights::now)
                .filter(Caller::mayTalk)
                .isPresent();
    }

    private static @Nullable Instant next(Schedule schedule, Instant now) {
        Repetition repetition = schedule.repetition();
        return repetition == null ? null : repetition.after(now).orElse(null);
    }

    /**
     * The caller's, the next first.
     *
     * @param after where to go on; null to begin with the next
     */
    public Page<Listed<Schedule>> of(Caller caller, @Nullable Position after, int limit) {
        return book.of(caller.tenant(), caller.user(), after, limit);
    }

    /** How many the caller has. */
    public long count(Caller caller) {
        return book.count(caller.tenant(), caller.user());
    }

    public void cancel(Caller caller, String scheduleId) {
        Schedule schedule = book.find(scheduleId)
                .filter(found -> found.tenant().equals(caller.tenant())
                        && found.by().user().equals(caller.user()))
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, "There is no such schedule."));
        log.append(schedule.conversationId(), new Append(List.of(), List.of(book.remove(scheduleId))));
    }
}
