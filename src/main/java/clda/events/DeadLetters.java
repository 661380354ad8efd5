package clda.events;

import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Events that were refused too often, kept until someone sends them again or drops them. */
public interface DeadLetters {

    /**
     * @param tries how often it was refused
     * @param answer what was said the last time
     */
    record DeadLetter(OutgoingEvent event, int tries, String answer, Instant setAsideAt) {}

    /**
     * The newest first; positions name events by their ids.
     *
     * @param before where to go on; null to begin with the newest
     */
    Page<Listed<DeadLetter>> of(String tenant, @Nullable Position before, int limit);

    /**
     * Puts it back, under the same id and with all its tries before it.
     *
     * @param alongside is written in the same transaction
     * @return whether the tenant has it
     */
    boolean sendAgain(String tenant, String eventId, Write alongside);

    /** The same with all that the tenant has now; damaged ones stay where they are. @return how many were put back */
    int sendAllAgain(String tenant, Instant now, Write alongside);

    /**
     * Forgets it.
     *
     * @param alongside is written in the same transaction
     * @return whether the tenant has it
     */
    boolean drop(String tenant, String eventId, Write alongside);
}
