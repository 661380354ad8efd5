package clda.events.jpa;

import clda.events.Outbox;
import clda.events.OutgoingEvent;
import clda.security.RowSeals;
import clda.security.RowSeals.Row;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The outbox with one row per waiting event; each node sends what it stored itself, so that no two nodes send the same event.
 */
public final class JpaOutbox implements Outbox {

    static final String COLUMNS = "conversation_id, seq, tenant, turn_id, type, at, seal, restores";

    /** To be completed by the values of a row. */
    static final String VALUES = " (" + COLUMNS + ", epoch, number) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

    private static final String INSERT = "insert into outbox" + VALUES;
    private static final int LONGEST_ANSWER = 200;

    private final JpaStore store;
    private final RowSeals seals;
    private final AtomicLong numbers = new AtomicLong();

    public JpaOutbox(JpaStore store, RowSeals seals) {
        this.store = store;
        this.seals = seals;
    }

    @Override
    public Write put(List<OutgoingEvent> events) {
        return (JpaWrite) entities -> events.forEach(event -> put(entities, event));
    }

    private void put(EntityManager entities, OutgoingEvent event) {
        inserted(entities.createNativeQuery(INSERT), event)
                .setParameter(7, seals.seal(sealed(event)))
                .setParameter(9, store.epoch())
                .setParameter(10, numbers.incrementAndGet())
                .executeUpdate();
    }

    /** Sets what an event is, in the order of the {@link #COLUMNS}. */
    static Query inserted(Query insert, OutgoingEvent event) {
        return insert.setParameter(1, event.conversationId())
                .setParameter(2, event.seq())
                .setParameter(3, event.tenant())
                .setParameter(4, event.turnId() == null ? "" : event.turnId())
                .setParameter(5, event.type())
                .setParameter(6, event.at().toEpochMilli())
                .setParameter(8, event.restores());
    }

    @Override
    public List<Waiting> waiting(Instant now, int limit) {
        List<?> rows = store.read(entities -> entities.createNativeQuery("select " + COLUMNS
                        + ", epoch, number, tries from outbox where (epoch = ?1"
                        + " or not exists (select 1 from store_writer w where w.epoch = outbox.epoch))"
                        + " and not exists (select 1 from outbox b where b.conversation_id = outbox.conversation_id"
                        + " and b.next_at > ?2 and (b.epoch < outbox.epoch"
                        + " or b.epoch = outbox.epoch and b.number <= outbox.number))"
                        + " order by epoch, number limit ?3")
                .setParameter(1, store.epoch())
                .setParameter(2, now.toEpochMilli())
                .setParameter(3, limit)
                .getResultList());
        List<Waiting> waiting = new ArrayList<>();
        for (Object each : rows) {
            Object[] row = (Object[]) each;
            OutgoingEvent event = event(row);
            if (isWhole(event, row)) {
                waiting.add(new Waiting(event, ((Number) row[10]).intValue()));
            } else {
                // It would block the events behind it.
                removeRow(((Number) row[8]).longValue(), ((Number) row[9]).longValue());
            }
        }
        return waiting;
    }

    /** @param row the {@link #COLUMNS} */
    static OutgoingEvent event(Object[] row) {
        return new OutgoingEvent(
                (String) row[2],
                (String) row[0],
                ((Number) row[1]).longValue(),
                row[3].equals("") ? null : (String) row[3],
                (String) row[4],
                Instant.ofEpochMilli(((Number) row[5]).longValue()),
                ((Number) row[7]).intValue());
    }

    boolean isWhole(OutgoingEvent event, Object[] row) {
        return seals.isWhole(sealed(event), (byte[]) row[6]);
    }

    static Row sealed(OutgoingEvent event) {
        return new Row(
                "outgoing event",
                event.id(),
                event.tenant(),
                event.turnId(),
                event.type(),
                event.at().toEpochMilli());
    }

    /** Moves a dead letter back into the outbox, as this node's event. */
    void putBack(EntityManager entities, OutgoingEvent event) {
        put(entities, event);
        entities.createNativeQuery("delete from dead_letter where conversation_id = ?1 and seq = ?2")
                .setParameter(1, event.conversationId())
                .setParameter(2, event.seq())
                .executeUpdate();
    }

    private void removeRow(long epoch, long number) {
        store.write(
                (JpaWrite) entities -> entities.createNativeQuery("delete from outbox where epoch = ?1 and number = ?2")
                        .setParameter(1, epoch)
                        .setParameter(2, number)
                        .executeUpdate());
    }

    @Override
    public void settle(List<OutgoingEvent> told, List<Postponed> postponed, List<Refusal> setAside, Instant now) {
        store.write((JpaWrite) entities -> {
            told.forEach(event -> remove(entities, event));
            postponed.forEach(each -> postpone(entities, each));
            setAside.forEach(refusal -> setAside(entities, refusal, now));
        });
    }

    private static void remove(EntityManager entities, OutgoingEvent event) {
        entities.createNativeQuery("delete from outbox where conversation_id = ?1 and seq = ?2")
                .setParameter(1, event.conversationId())
                .setParameter(2, event.seq())
                .executeUpdate();
    }

    private static void postpone(EntityManager entities, Postponed postponed) {
        OutgoingEvent event = postponed.refusal().event();
        entities.createNativeQuery("update outbox set tries = ?3, next_at = ?4 where conversation_id = ?1 and seq = ?2")
                .setParameter(1, event.conversationId())
                .setParameter(2, event.seq())
                .setParameter(3, postponed.refusal().tries())
                .setParameter(4, postponed.until().toEpochMilli())
                .executeUpdate();
    }

    private static void setAside(EntityManager entities, Refusal refusal, Instant now) {
        OutgoingEvent event = refusal.event();
        // Two nodes may send an event of a dead node.
        entities.createNativeQuery("insert into dead_letter (" + COLUMNS + ", tries, answer, set_aside_at)"
                        + " select " + COLUMNS + ", ?3, ?4, ?5 from outbox where conversation_id = ?1 and seq = ?2"
                        + " on conflict (conversation_id, seq) do nothing")
                .setParameter(1, event.conversationId())
                .setParameter(2, event.seq())
                .setParameter(3, refusal.tries())
                .setParameter(4, shortened(refusal.answer()))
                .setParameter(5, now.toEpochMilli())
                .executeUpdate();
        remove(entities, event);
    }

    private static String shortened(String answer) {
        return answer.length() <= LONGEST_ANSWER ? answer : answer.substring(0, LONGEST_ANSWER);
    }
}
