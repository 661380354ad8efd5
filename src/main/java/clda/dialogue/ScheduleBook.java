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
     * Adds one, within the transaction that is being written by this thread.
     *
     * @return with its number
     */
    Schedule addNow(Schedule unnumbered);

    /** Removes one, within the transaction that is being written by this thread; empty if there is none of that number. */
    Optional<Schedule> removeNow(String conversationId, int number);

    /**
     * Moves one on to its next time, or removes it after its last.
     *
     * @return a write that fails with {@link Moved} if it is not due at that time any more
     */
    Write move(String scheduleId, Instant from, @Nullable Instant next);

    Write remove(String scheduleId);

    Optional<Schedule> find(String scheduleId);

    /**
     * A person's, the next first.
     *
     * @param after where to go on; null to begin with the next
     */
    Page<Listed<Schedule>> of(String tenant, String user, @Nullable Position after, int limit);

    /** How many a person has. */
    long count(String tenant, String user);

    /** Those of a conversation, also within a transaction. */
    List<Schedule> in(String conversationId);

    /**
     * The ids and times of those that come until the given time, the earliest first.
     *
     * @param after where to go on; null to begin with the earliest
     */
    Page<Due> before(Instant time, @Nullable Position after, int limit);

    record Due(String scheduleId, Instant at) {}

    /** Removes what belongs to a conversation. */
    Write forget(String conversationId);

    final class Moved extends RuntimeException {
        public Moved(String scheduleId) {
            super("schedule " + scheduleId + " has moved on");
        }
    }
}
