package clda.security.jpa;

import clda.security.Revocations;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Revoked tokens in a relational database. */
public final class JpaRevocations implements Revocations {

    private final JpaStore store;
    private final Clock clock;

    public JpaRevocations(JpaStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void end(String tokenId, Instant expiresAt) {
        store.write(
                (JpaWrite) entities -> entities.createNativeQuery("insert into ended_token (id, expires_at, ended_at)"
                                + " values (?1, ?2, ?3) on conflict (id) do nothing")
                        .setParameter(1, tokenId)
                        .setParameter(2, expiresAt.toEpochMilli())
                        .setParameter(3, clock.millis())
                        .executeUpdate());
    }

    @Override
    public void endAll(Person person, Instant until) {
        store.write((JpaWrite)
                entities -> entities.createNativeQuery("insert into ended_person (tenant, name, until, ended_at)"
                                + " values (?1, ?2, ?3, ?4) on conflict (tenant, name)"
                                + " do update set until = excluded.until, ended_at = excluded.ended_at"
                                + " where ended_person.until < excluded.until")
                        .setParameter(1, person.tenant())
                        .setParameter(2, person.user())
                        .setParameter(3, until.toEpochMilli())
                        .setParameter(4, clock.millis())
                        .executeUpdate());
    }

    @Override
    public Instant allIssuedUntil() {
        return store.restored().last();
    }

    @Override
    public Optional<Ended> since(Instant time) {
        return store.readIfThere(entities -> {
            List<?> tokens = entities.createNativeQuery(
                            "select id, expires_at from ended_token where ended_at >= ?1 and expires_at > ?2")
                    .setParameter(1, time.toEpochMilli())
                    .setParameter(2, clock.millis())
                    .getResultList();
            List<?> people = entities.createNativeQuery(
                            "select tenant, name, until from ended_person where ended_at >= ?1")
                    .setParameter(1, time.toEpochMilli())
                    .getResultList();
            return ended(tokens, people);
        });
    }

    private static Ended ended(List<?> tokens, List<?> people) {
        Map<String, Instant> endedTokens = new HashMap<>();
        for (Object token : tokens) {
            Object[] row = (Object[]) token;
            endedTokens.put((String) row[0], instant(row[1]));
        }
        Map<Person, Instant> endedPeople = new HashMap<>();
        for (Object person : people) {
            Object[] row = (Object[]) person;
            endedPeople.put(new Person((String) row[0], (String) row[1]), instant(row[2]));
        }
        return new Ended(endedTokens, endedPeople);
    }

    private static Instant instant(Object millis) {
        return Instant.ofEpochMilli(((Number) millis).longValue());
    }

    @Override
    public void forget(Instant time) {
        store.write((JpaWrite) entities -> entities.createNativeQuery("delete from ended_token where expires_at <= ?1")
                .setParameter(1, time.toEpochMilli())
                .executeUpdate());
    }
}
