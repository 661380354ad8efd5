package clda.events;

import clda.store.Write;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events that were refused too often, until somebody sends them again or drops them. */
public interface DeadLetters {

    /**
     * @param tries how often it was refused
     * @param answer what was said the last time
     */
    record DeadLetter(OutgoingEvent event, int tries, String answer, Instant setAsideAt) {}

    /** Where a page of the list ends. */
    record Position(Instant setAsideAt, String eventId) {}

    /** @param next where the next page begins; null if there is none */
    record Page(List<DeadLetter> letters, @Nullable Position next) {}

    /**
     * The newest first.
     *
     * @param before where to go on; null to begin with the newest
     */
    Page of(String tenant, @Nullable Position before, int limit);

    /**
     * Puts it back, under the same id and with all its tries before it.
     *
     * @param alongside is written in the same transaction
     * @return whether the tenant has it
     */
    boolean sendAgain(String tenant, String eventId, Write alongside);

    /** The same with all that the tenant has now. @return how many */
    int sendAllAgain(String tenant, Instant now, Write alongside);

    /**
     * Forgets it.
     *
     * @param alongside is written in the same transaction
     * @return whether the tenant has it
     */
    boolean drop(String tenant, String eventId, Write alongside);
}
