package clda.nlu.jpa;

import clda.json.Worded;
import clda.nlu.MissedSentences;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Missed sentences in a table, one row each. */
public final class JpaMissedSentences implements MissedSentences {

    private static final String COLUMNS = "select conversation_id, turn_id, why, at from missed_sentence";

    private final JpaStore store;

    public JpaMissedSentences(JpaStore store) {
        this.store = store;
    }

    @Override
    public Write put(Missed missed) {
        return putting(missed);
    }

    @Override
    public void note(Missed missed) {
        store.write(putting(missed));
    }

    private static JpaWrite putting(Missed missed) {
        return entities -> entities.createNativeQuery(
                        "insert into missed_sentence (tenant, conversation_id, turn_id, why, at) values (?1, ?2, ?3, ?4, ?5)"
                                + " on conflict do nothing")
                .setParameter(1, missed.tenant())
                .setParameter(2, missed.conversationId())
                .setParameter(3, missed.turnId())
                .setParameter(4, missed.why().word())
                .setParameter(5, missed.at().toEpochMilli())
                .executeUpdate();
    }

    @Override
    public Write removeOf(String conversationId) {
        return (JpaWrite)
                entities -> entities.createNativeQuery("delete from missed_sentence where conversation_id = ?1")
                        .setParameter(1, conversationId)
                        .executeUpdate();
    }

    @Override
    public boolean remove(String tenant, String conversationId, String turnId) {
        AtomicInteger removed = new AtomicInteger();
        store.write((JpaWrite) entities -> removed.set(entities.createNativeQuery(
                        "delete from missed_sentence where tenant = ?1 and conversation_id = ?2 and turn_id = ?3")
                .setParameter(1, tenant)
                .setParameter(2, conversationId)
                .setParameter(3, turnId)
                .executeUpdate()));
        return removed.get() == 1;
    }

    @Override
    public Page<Listed<Missed>> newest(String tenant, @Nullable Position before, int limit) {
        String id = before == null ? "" : before.id();
        int between = Math.max(0, id.indexOf('.'));
        List<?> found = store.read(entities -> {
            Query query = entities.createNativeQuery(COLUMNS + " where tenant = ?1"
                            + (before == null ? "" : " and (at, conversation_id, turn_id) < (?3, ?4, ?5)")
                            + " order by at desc, conversation_id desc, turn_id desc limit ?2")
                    .setParameter(1, tenant)
                    .setParameter(2, limit + 1);
            if (before != null) {
                query.setParameter(3, before.millis())
                        .setParameter(4, id.substring(0, between))
                        .setParameter(5, id.substring(Math.min(between + 1, id.length())));
            }
            return query.getResultList();
        });
        return Page.of(found.stream().map(row -> listed(tenant, (Object[]) row)).toList(), limit, Listed::position);
    }

    private static Listed<Missed> listed(String tenant, Object[] row) {
        Instant at = Instant.ofEpochMilli(((Number) row[3]).longValue());
        Position position = new Position(at, Missed.id((String) row[0], (String) row[1]));
        return Worded.find(Why.class, (String) row[2])
                .map(why -> new Listed<>(position, new Missed(tenant, (String) row[0], (String) row[1], why, at)))
                .orElseGet(() -> Listed.damaged(position));
    }

    @Override
    public Optional<Missed> find(String tenant, String conversationId, String turnId) {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        COLUMNS + " where tenant = ?1 and conversation_id = ?2 and turn_id = ?3")
                .setParameter(1, tenant)
                .setParameter(2, conversationId)
                .setParameter(3, turnId)
                .getResultList());
        return rows.stream()
                .flatMap(row -> listed(tenant, (Object[]) row).whole().stream())
                .findFirst();
    }

    @Override
    public long count(String tenant) {
        return store.read(entities -> ((Number)
                        entities.createNativeQuery("select count(*) from missed_sentence where tenant = ?1")
                                .setParameter(1, tenant)
                                .getSingleResult())
                .longValue());
    }
}
