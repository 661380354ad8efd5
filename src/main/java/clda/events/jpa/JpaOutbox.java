package clda.events.jpa;

import clda.events.Outbox;
import clda.events.OutgoingEvent;
import clda.security.RowSeals;
import clda.security.RowSeals.Row;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One row for each event that waits; each node sends what it stored itself, so that they do not send the same. */
public final class JpaOutbox implements Outbox {

    private final JpaStore store;
    private final RowSeals seals;
    private final AtomicLong numbers = new AtomicLong();

    public JpaOutbox(JpaStore store, RowSeals seals) {
        this.store = store;
        this.seals = seals;
    }

    @Override
    public Write put(List<OutgoingEvent> events) {
        return (JpaWrite) entities -> events.forEach(event -> entities.createNativeQuery(
                        "insert into outbox (conversation_id, seq, tenant, turn_id, type, at, epoch, number, seal)"
                                + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
                .setParameter(1, event.conversationId())
                .setParameter(2, event.seq())
                .setParameter(3, event.tenant())
                .setParameter(4, event.turnId() == null ? "" : event.turnId())
                .setParameter(5, event.type())
                .setParameter(6, event.at().toEpochMilli())
                .setParameter(7, store.epoch())
                .setParameter(8, numbers.incrementAndGet())
                .setParameter(9, seals.seal(sealed(event)))
                .executeUpdate());
    }

    @Override
    public List<OutgoingEvent> waiting(int limit) {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select tenant, conversation_id, seq, turn_id, type, at, seal, epoch, number from outbox where epoch = ?1"
                                + " or not exists (select 1 from store_writer w where w.epoch = outbox.epoch)"
                                + " order by epoch, number limit ?2")
                .setParameter(1, store.epoch())
                .setParameter(2, limit)
                .getResultList());
        List<OutgoingEvent> waiting = new ArrayList<>();
        for (Object each : rows) {
            Object[] row = (Object[]) each;
            OutgoingEvent event = new OutgoingEvent(
                    (String) row[0],
                    (String) row[1],
                    ((Number) row[2]).longValue(),
                    row[3].equals("") ? null : (String) row[3],
                    (String) row[4],
                    Instant.ofEpochMilli(((Number) row[5]).longValue()));
            if (seals.isWhole(sealed(event), (byte[]) row[6])) {
                waiting.add(event);
            } else {
                // It would stand in the way of those behind it.
                removeRow(((Number) row[7]).longValue(), ((Number) row[8]).longValue());
            }
        }
        return waiting;
    }

    private static Row sealed(OutgoingEvent event) {
        return new Row(
                "outgoing event",
                event.conversationId() + "-" + event.seq(),
                event.tenant(),
                event.turnId(),
                event.type(),
                event.at().toEpochMilli());
    }

    private void removeRow(long epoch, long number) {
        store.write(
                (JpaWrite) entities -> entities.createNativeQuery("delete from outbox where epoch = ?1 and number = ?2")
                        .setParameter(1, epoch)
                        .setParameter(2, number)
                        .executeUpdate());
    }

    @Override
    public void remove(List<OutgoingEvent> events) {
        store.write((JpaWrite) entities -> events.forEach(
                event -> entities.createNativeQuery("delete from outbox where conversation_id = ?1 and seq = ?2")
                        .setParameter(1, event.conversationId())
                        .setParameter(2, event.seq())
                        .executeUpdate()));
    }
}
