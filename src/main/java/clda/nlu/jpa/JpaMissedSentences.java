package clda.nlu.jpa;

import clda.nlu.MissedSentences;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One row for each. */
public final class JpaMissedSentences implements MissedSentences {

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
                .setParameter(4, missed.why().name())
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
    public List<Missed> newest(String tenant, int limit) {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select conversation_id, turn_id, why, at from missed_sentence where tenant = ?1 order by at desc limit ?2")
                .setParameter(1, tenant)
                .setParameter(2, limit)
                .getResultList());
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Missed(
                        tenant,
                        (String) row[0],
                        (String) row[1],
                        Why.valueOf((String) row[2]),
                        Instant.ofEpochMilli(((Number) row[3]).longValue())))
                .toList();
    }
}
