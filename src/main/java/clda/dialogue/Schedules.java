package clda.dialogue;

import clda.conversation.Conversation;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLog.Decided;
import clda.conversation.Trigger;
import clda.conversation.TurnEvent.TurnStarted;
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
 * Opens turns at their scheduled times, each once. Times that passed while no node was running are made up for by a single
 * turn, however many there were.
 */
public final class Schedules {

    private static final Logger LOG = System.getLogger(Schedules.class.getName());
    /** How far ahead schedules are read: longer than the time between two reads, so that a late read misses nothing. */
    private static final Duration AHEAD = Duration.ofSeconds(5);

    private static final int READ_AT_ONCE = 1_000;
    /** Maximum number of turns that are opened concurrently, so that the other turns of this node can continue. */
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

    /** Reads the schedules that are due soon; to be called every second. */
    public void lookAhead() {
        Instant until = clock.instant().plus(AHEAD);
        Position after = null;
        do {
            Page<ScheduleBook.Due> page = book.before(until, after, READ_AT_ONCE);
            page.items().forEach(due -> agenda.put(due.scheduleId(), due.at()));
            after = page.next();
        } while (after != null);
    }

    /** Opens the turns that are due, each on its own thread; to be called several times a second. */
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
     * Opens the turn if it is due and no other node has opened it. If its owner may no longer talk, this time is skipped; the
     * next one, if any, opens a turn if the owner may talk again.
     *
     * @return false if the schedule is damaged or its conversation is damaged or missing, so that no turn can be opened
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
                schedule.doing() ? Trigger.Kind.TIMER : Trigger.Kind.REMINDER, schedule.id(), null, null, null);
        Optional<Opening> opened = log.append(schedule.conversationId(), conversation -> {
                    Opening opening = lanes.opening(
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

    /** For a schedule created before this was recorded: whether its conversation contains text written by others anywhere. */
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
     * The caller's schedules, the next due first.
     *
     * @param after where to continue; null to start with the next due
     */
    public Page<Listed<Schedule>> of(Caller caller, @Nullable Position after, int limit) {
        return book.of(caller.tenant(), caller.user(), after, limit);
    }

    /** The number of the caller's schedules. */
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
