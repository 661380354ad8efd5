package clda.security;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Tokens that were revoked before they expired. Stored where every node can read them. */
public interface Revocations {

    /** A person of a tenant. */
    record Person(String tenant, String user) {}

    /**
     * What has been revoked.
     *
     * @param tokens the ids of the revoked tokens, each with the time when it would have expired
     * @param people by person, the time up to which all tokens issued to that person are revoked
     */
    record Ended(Map<String, Instant> tokens, Map<Person, Instant> people) {}

    /** Revokes one token. Returns when every node can see it. */
    void end(String tokenId, Instant expiresAt);

    /** Revokes all tokens that were issued to a person up to that time. Returns when every node can see it. */
    void endAll(Person person, Instant until);

    /** The time up to which all tokens of everybody are revoked: what was revoked until then may have been lost. */
    default Instant allIssuedUntil() {
        return Instant.EPOCH;
    }

    /** What any node has revoked since that time; empty if the store does not answer. */
    Optional<Ended> since(Instant time);

    /** Forgets tokens that expired before that time. */
    void forget(Instant time);
}
