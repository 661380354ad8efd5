package clda.dialogue;

import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The schedules of all conversations. */
public interface ScheduleBook {

    /**
     * Adds a schedule within the current transaction of this thread.
     *
     * @return the schedule with its number
     */
    Schedule addNow(Schedule unnumbered);

    /** Removes a schedule within the current transaction of this thread; empty if there is none with that number. */
    Optional<Schedule> removeNow(String conversationId, int number);

    /**
     * Moves a schedule to its next time, or removes it after its last.
     *
     * @return a write that fails with {@link Moved} if it is no longer due at {@code from}
     */
    Write move(String scheduleId, Instant from, @Nullable Instant next);

    Write remove(String scheduleId);

    Optional<Schedule> find(String scheduleId);

    /**
     * A person's schedules, the next due first.
     *
     * @param after where to continue; null to start with the next due
     */
    Page<Listed<Schedule>> of(String tenant, String user, @Nullable Position after, int limit);

    /** The number of a person's schedules. */
    long count(String tenant, String user);

    /** The schedules of a conversation; may be called within a transaction. */
    List<Schedule> in(String conversationId);

    /**
     * The ids and times of the schedules due up to the given time, earliest first.
     *
     * @param after where to continue; null to start with the earliest
     */
    Page<Due> before(Instant time, @Nullable Position after, int limit);

    record Due(String scheduleId, Instant at) {}

    /** Removes the schedules of a conversation. */
    Write forget(String conversationId);

    final class Moved extends RuntimeException {
        public Moved(String scheduleId) {
            super("schedule " + scheduleId + " has moved on");
        }
    }
}
