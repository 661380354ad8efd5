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
     * @param answer the receiver's last answer
     */
    record DeadLetter(OutgoingEvent event, int tries, String answer, Instant setAsideAt) {}

    /**
     * The dead letters, newest first; positions identify events by id.
     *
     * @param before the position to continue from; null to start with the newest
     */
    Page<Listed<DeadLetter>> of(String tenant, @Nullable Position before, int limit);

    /**
     * Puts the event back under the same id, with all its attempts still to come.
     *
     * @param alongside is written in the same transaction
     * @return whether the tenant has it
     */
    boolean sendAgain(String tenant, String eventId, Write alongside);

    /** The same with all that the tenant has now; damaged ones stay where they are. @return how many were put back */
    int sendAllAgain(String tenant, Instant now, Write alongside);

    /**
     * Deletes the dead letter.
     *
     * @param alongside is written in the same transaction
     * @return whether the tenant has it
     */
    boolean drop(String tenant, String eventId, Write alongside);
}
