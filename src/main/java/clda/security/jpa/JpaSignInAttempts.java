package clda.security.jpa;

import clda.security.limits.SignInAttempts;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Sign-in attempts in the table {@code sign_in_attempt}, so that they count on every node and after a restart. */
public final class JpaSignInAttempts implements SignInAttempts {

    private final JpaStore store;

    public JpaSignInAttempts(JpaStore store) {
        this.store = store;
    }

    @Override
    public void change(Collection<String> subjects, Function<Map<String, Tries>, Map<String, Tries>> change) {
        store.write((JpaWrite) entities -> {
            Map<String, Tries> known = known(entities, subjects);
            Map<String, Tries> next = change.apply(Map.copyOf(known));
            known.keySet().stream()
                    .filter(subject -> !next.containsKey(subject))
                    .forEach(subject -> entities.createNativeQuery("delete from sign_in_attempt where subject = ?1")
                            .setParameter(1, subject)
                            .executeUpdate());
            next.forEach((subject, tries) -> {
                if (!tries.equals(known.get(subject))) {
                    put(entities, subject, tries);
                }
            });
        });
    }

    private static Map<String, Tries> known(EntityManager entities, Collection<String> subjects) {
        Map<String, Tries> known = new HashMap<>();
        for (String subject : subjects) {
            List<?> rows = entities.createNativeQuery("select tries, last_at from sign_in_attempt where subject = ?1")
                    .setParameter(1, subject)
                    .getResultList();
            for (Object row : rows) {
                Object[] columns = (Object[]) row;
                known.put(
                        subject,
                        new Tries(
                                ((Number) columns[0]).intValue(),
                                Instant.ofEpochMilli(((Number) columns[1]).longValue())));
            }
        }
        return known;
    }

    private static void put(EntityManager entities, String subject, Tries tries) {
        entities.createNativeQuery("insert into sign_in_attempt (subject, tries, last_at) values (?1, ?2, ?3)"
                        + " on conflict (subject) do update set tries = excluded.tries, last_at = excluded.last_at")
                .setParameter(1, subject)
                .setParameter(2, tries.count())
                .setParameter(3, tries.last().toEpochMilli())
                .executeUpdate();
    }

    @Override
    public void forget(Instant before) {
        store.write((JpaWrite) entities -> entities.createNativeQuery("delete from sign_in_attempt where last_at < ?1")
                .setParameter(1, before.toEpochMilli())
                .executeUpdate());
    }
}
