package clda.security;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Tokens that were revoked before they expired. Kept where every node sees it. */
public interface Revocations {

    /** A person of a tenant. */
    record Person(String tenant, String user) {}

    /**
     * What has been ended.
     *
     * @param tokens when they would have ended by themselves, by the id of the token
     * @param people up to when each person's tokens were issued that have been ended
     */
    record Ended(Map<String, Instant> tokens, Map<Person, Instant> people) {}

    /** Ends one token. Returns when every node can see it. */
    void end(String tokenId, Instant expiresAt);

    /** Ends all tokens of a person that were issued until then. Returns when every node can see it. */
    void endAll(Person person, Instant until);

    /** What was ended since then, by any node; empty if the store does not answer. */
    Optional<Ended> since(Instant time);

    /** Forgets tokens that have ended by themselves before then. */
    void forget(Instant time);
}
