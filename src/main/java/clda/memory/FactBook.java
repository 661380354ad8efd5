package clda.memory;

import clda.store.Write;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The store of facts. What is done in a transaction that runs, as that of a tool's effect, is done with it or not at all. */
public interface FactBook {

    /**
     * Keeps the fact under the next number.
     *
     * @param most maximum number of facts of a user
     * @return with its number; empty if the user has as many already
     */
    Optional<Fact> add(Fact unnumbered, int most);

    /** @return as it is now; empty if the user has no such fact */
    Optional<Fact> correct(String tenant, String person, int number, String text, Instant at);

    /** @return as it was; empty if the user has no such fact */
    Optional<Fact> remove(String tenant, String person, int number);

    /** Removes those that matter only in the conversation. */
    Write forget(String conversationId);

    /** By number. */
    List<Fact> of(String tenant, String person);
}
