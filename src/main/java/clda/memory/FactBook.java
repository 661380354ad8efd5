package clda.memory;

import clda.store.Write;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The store of facts. Changes made within a running transaction, such as a tool effect's, commit or roll back with it. */
public interface FactBook {

    /**
     * Keeps the fact under the next number.
     *
     * @param max maximum number of facts of a user
     * @return the fact with its number; empty if the user already has that many
     */
    Optional<Fact> add(Fact unnumbered, int max);

    /** @return the corrected fact; empty if the user has no such fact */
    Optional<Fact> correct(String tenant, String person, int number, String text, Instant at);

    /** @return the removed fact; empty if the user has no such fact */
    Optional<Fact> remove(String tenant, String person, int number);

    /** Removes the facts that apply only to the conversation. */
    Write forget(String conversationId);

    /** The user's facts, ordered by number. */
    List<Fact> of(String tenant, String person);
}
