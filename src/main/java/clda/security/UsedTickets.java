package clda.security;

import java.time.Instant;

/** The tickets that have been used, where every node can see them. */
public interface UsedTickets {

    /**
     * Records the ticket as used; durable when this returns.
     *
     * @param expiresAt from this time on nothing has to be known of the ticket any more
     * @return false if it was used before, on whichever node
     */
    boolean use(String id, Instant expiresAt);

    /** Forgets tickets that expired before that time. */
    void forget(Instant time);
}
