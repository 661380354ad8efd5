package clda.events;

import clda.store.Write;
import java.time.Instant;
import java.util.List;

/** The events that have happened and have not been delivered yet. */
public interface Outbox {

    /** @param tries how often it was refused */
    record Waiting(OutgoingEvent event, int tries) {}

    /**
     * An event that was refused once more.
     *
     * @param tries total number of refusals
     * @param answer the receiver's answer
     */
    record Refusal(OutgoingEvent event, int tries, String answer) {}

    /** An event that is to be tried again. */
    record Postponed(Refusal refusal, Instant until) {}

    /** Adds the events, in the same transaction as the changes they announce. */
    Write put(List<OutgoingEvent> events);

    /**
     * Those that this node put in and those of nodes that are not alive, the oldest first. Without those that are to be tried
     * later, and whatever comes after one of those in the same conversation.
     */
    List<Waiting> waiting(Instant now, int limit);

    /**
     * Records the outcome of deliveries in one transaction.
     *
     * @param told are taken out
     * @param postponed stay
     * @param setAside are taken out and are {@link DeadLetters} from now on
     */
    void settle(List<OutgoingEvent> told, List<Postponed> postponed, List<Refusal> setAside, Instant now);
}
