package clda.dialogue;

import clda.conversation.Conversation;
import clda.conversation.ConversationEvent.Trigger;
import clda.conversation.ConversationEvent.TurnStarted;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLog.Decided;
import clda.conversation.Turn;
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
import org.jspecify.annotations.Nullable;

/**
 * Opens turns at their time, each once. A time that passed while nothing ran is made up for once, however often it would have
 * come.
 */
public final class Schedules {

    private static final Logger LOG = System.getLogger(Schedules.class.getName());
    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final int ARMED_AT_ONCE = 500;

    private final ConversationLog log;
    private final Lanes lanes;
    private final ScheduleBook book;
    private final Rights rights;
    private final Timers timers;
    private final Clock clock;

    Schedules(ConversationLog log, Lanes lanes, ScheduleBook book, Rights rights, Timers timers, Clock clock) {
        this.log = log;
        this.lanes = lanes;
        this.book = book;
        this.rights = rights;
        this.timers = timers;
        this.clock = clock;
    }

    /** Has those told that come soon; to be called every second. */
    public void arm() {
        for (ScheduleBook.Due due : book.before(clock.instant().plus(AHEAD), ARMED_AT_ONCE)) {
            timers.at(Timers.Kind.schedule, due.scheduleId(), due.at());
        }
    }

    /**
     * Opens the turn, if its time has come and nobody else has. For somebody who may not talk any more the time is passed over:
     * it comes again, if at all, to somebody who may.
     */
    public void due(String scheduleId) {
        Instant now = clock.instant();
        Optional<Schedule> found = find(scheduleId).filter(schedule -> !now.isBefore(schedule.next()));
        if (found.isEmpty()) {
            return;
        }
        Schedule schedule = found.get();
        try {
            if (!mayStill(schedule)) {
                log.append(
                        schedule.conversationId(),
                        new Append(List.of(), List.of(book.move(schedule.id(), schedule.next(), next(schedule, now)))));
                LOG.log(Level.INFO, "schedule {0} is passed over: whoever made it may not talk now", scheduleId);
                return;
            }
            log.append(schedule.conversationId(), conversation -> {
                        Lanes.Opening opening = lanes.opening(
                                conversation,
                                new TurnStarted(
                                                schedule.what(),
                                                schedule.by(),
                                                null,
                                                conversation.tip(),
                                                new Trigger(
                                                        schedule.doing() ? Trigger.Kind.timer : Trigger.Kind.reminder,
                                                        schedule.id(),
                                                        null,
                                                        null,
                                                        null))
                                        .untrusted(isUntrusted(schedule, conversation)));
                        List<Write> writes = new ArrayList<>(opening.alongside());
                        writes.add(book.move(schedule.id(), schedule.next(), next(schedule, now)));
                        return new Decided<>(new Append(opening.events(), writes), opening);
                    })
                    .ifPresentOrElse(
                            appended -> lanes.run(schedule.conversationId(), appended.result()),
                            () -> LOG.log(Level.DEBUG, "the conversation of schedule {0} is gone", scheduleId));
        } catch (ScheduleBook.Moved e) {
            LOG.log(Level.DEBUG, "schedule {0} was told by another node", scheduleId);
        } catch (KeyRing.Damaged e) {
            LOG.log(Level.DEBUG, "the conversation of schedule {0} cannot be used", scheduleId);
        }
    }

    /** What is damaged opens no turn. */
    private Optional<Schedule> find(String scheduleId) {
        try {
            return book.find(scheduleId);
        } catch (KeyRing.Damaged e) {
            return Optional.empty();
        }
    }

    /** Of one from before this was noted: if there was text of others anywhere in the conversation that it was made in. */
    private static boolean isUntrusted(Schedule schedule, Conversation conversation) {
        Boolean noted = schedule.untrusted();
        return noted == null ? conversation.turns().stream().anyMatch(Turn::tainted) : noted;
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
