package clda.release.jpa;

import clda.json.Worded;
import clda.release.Arm;
import clda.release.Release;
import clda.release.ReleaseBook;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Releases in a relational database: one row each, of which the one with the highest number counts. */
public final class JpaReleaseBook implements ReleaseBook {

    private static final String NOBODY = "none";

    private final JpaStore store;

    public JpaReleaseBook(JpaStore store) {
        this.store = store;
    }

    @Override
    public Optional<Release> latest() {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select number, share, state, started_at, started_by, ended_at, ended_by, reason"
                                + " from canary_release order by number desc limit 1")
                .getResultList());
        return rows.stream().map(row -> release((Object[]) row)).findFirst();
    }

    private static Release release(Object[] row) {
        return new Release(
                ((Number) row[0]).longValue(),
                ((Number) row[1]).intValue(),
                Worded.of(Release.State.class, (String) row[2]),
                Instant.ofEpochMilli(((Number) row[3]).longValue()),
                (String) row[4],
                row[5] == null ? null : Instant.ofEpochMilli(((Number) row[5]).longValue()),
                (String) row[6],
                (String) row[7]);
    }

    @Override
    public void start(Release next, List<Write> alongside) {
        write(
                entities -> entities.createNativeQuery(
                                "insert into canary_release (number, share, state, started_at, started_by)"
                                        + " select ?1, ?2, ?3, ?4, ?5 from store_clock c where not exists"
                                        + " (select 1 from canary_release r where r.number >= ?1 or r.state = ?3)"
                                        + " on conflict (number) do nothing")
                        .setParameter(1, next.number())
                        .setParameter(2, next.share())
                        .setParameter(3, next.state().word())
                        .setParameter(4, next.startedAt().toEpochMilli())
                        .setParameter(5, next.startedBy())
                        .executeUpdate(),
                alongside);
    }

    @Override
    public void end(
            long number, Release.State state, Instant at, String by, @Nullable String reason, List<Write> alongside) {
        write(
                entities -> entities.createNativeQuery("update canary_release set state = ?2, ended_at = ?3,"
                                + " ended_by = ?4, reason = nullif(?5, '') where number = ?1 and state = ?6")
                        .setParameter(1, number)
                        .setParameter(2, state.word())
                        .setParameter(3, at.toEpochMilli())
                        .setParameter(4, by)
                        // PostgreSQL cannot tell the type of a parameter that is null.
                        .setParameter(5, reason == null ? "" : reason)
                        .setParameter(6, Release.State.RUNNING.word())
                        .executeUpdate(),
                alongside);
    }

    private void write(ToIntFunction<EntityManager> change, List<Write> alongside) {
        List<JpaWrite> writes = new ArrayList<>();
        writes.add(entities -> {
            if (change.applyAsInt(entities) != 1) {
                throw new Changed();
            }
        });
        alongside.forEach(write -> writes.add((JpaWrite) write));
        store.write(writes);
    }

    @Override
    public Map<Arm, Integer> others(long ownEpoch) {
        List<?> rows = store.read(
                entities -> entities.createNativeQuery("select coalesce(w.arm, ?2), count(*) from store_writer w,"
                                + " store_clock c where w.epoch <> ?1 and w.alive_until >= c.now group by 1")
                        .setParameter(1, ownEpoch)
                        .setParameter(2, Arm.STABLE.word())
                        .getResultList());
        Map<Arm, Integer> others = new EnumMap<>(Arm.class);
        for (Object each : rows) {
            Object[] row = (Object[]) each;
            Worded.find(Arm.class, (String) row[0]).ifPresent(arm -> others.put(arm, ((Number) row[1]).intValue()));
        }
        return others;
    }

    @Override
    public void announce(@Nullable Arm arm) {
        store.announce(arm == null ? NOBODY : arm.word());
    }
}
