package clda.events.jpa;

import clda.events.OutgoingEvent;
import clda.events.StreamOutbox;
import clda.security.RowSeals;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The outbox of a stream with one row per waiting event, and a row that names the node that takes from it. */
public final class JpaStreamOutbox implements StreamOutbox {

    private static final String INSERT = "insert into stream_outbox" + JpaOutbox.VALUES;

    /**
     * The conversations of the oldest entries, and of each all that it has. One statement sees one state of the database, and an
     * event is stored only by someone who has seen the one before it: so none is missing between two others.
     */
    private static final String NEXT = "select " + JpaOutbox.COLUMNS + ", epoch, number from stream_outbox"
            + " where conversation_id in (select oldest.conversation_id from"
            + " (select conversation_id from stream_outbox order by epoch, number limit ?1) oldest)"
            + " order by conversation_id, case when seq = 0 then 1 else 0 end, seq limit ?1";

    private static final long NOBODY = 0;
    /** See {@link OutgoingEvent#id}. */
    private static final Pattern EVENT_ID = Pattern.compile("(.+)-(\\d+)(?:-r\\d+)?");

    private final JpaStore store;
    private final RowSeals seals;
    private final AtomicLong numbers = new AtomicLong();

    public JpaStreamOutbox(JpaStore store, RowSeals seals) {
        this.store = store;
        this.seals = seals;
    }

    @Override
    public Write put(List<OutgoingEvent> events) {
        return (JpaWrite)
                entities -> events.forEach(event -> JpaOutbox.inserted(entities.createNativeQuery(INSERT), event)
                        .setParameter(7, seals.seal(JpaOutbox.sealed(event)))
                        .setParameter(9, store.epoch())
                        .setParameter(10, numbers.incrementAndGet())
                        .executeUpdate());
    }

    @Override
    public boolean leads() {
        long own = store.epoch();
        Object[] row = store.read(entities -> (Object[]) entities.createNativeQuery(
                        "select p.epoch, (select count(*) from store_writer w where w.epoch = p.epoch)"
                                + " from stream_publisher p where p.id = 1")
                .getSingleResult());
        long leader = ((Number) row[0]).longValue();
        if (leader == own) {
            return true;
        }
        return ((Number) row[1]).longValue() == 0 && replaces(leader, own);
    }

    private boolean replaces(long leader, long own) {
        return store.joining(entities ->
                entities.createNativeQuery("update stream_publisher set epoch = ?1 where id = 1 and epoch = ?2")
                                .setParameter(1, own)
                                .setParameter(2, leader)
                                .executeUpdate()
                        == 1);
    }

    @Override
    public void stepDown() {
        replaces(store.epoch(), NOBODY);
    }

    @Override
    public List<Entry> next(int limit) {
        List<?> rows = store.read(entities ->
                entities.createNativeQuery(NEXT).setParameter(1, limit).getResultList());
        List<Entry> entries = new ArrayList<>();
        List<Key> damaged = new ArrayList<>();
        for (Object each : rows) {
            Object[] row = (Object[]) each;
            OutgoingEvent event = JpaOutbox.event(row);
            Entry entry = new Entry(event, ((Number) row[8]).longValue(), ((Number) row[9]).longValue());
            if (seals.isWhole(JpaOutbox.sealed(event), (byte[]) row[6])) {
                entries.add(entry);
            } else {
                damaged.add(entry.key());
            }
        }
        if (!damaged.isEmpty()) {
            // They would block the events behind them.
            remove(damaged);
        }
        return entries;
    }

    @Override
    public void remove(List<Key> published) {
        if (!published.isEmpty()) {
            store.write((JpaWrite) entities -> published.forEach(key -> remove(entities, key)));
        }
    }

    private static void remove(EntityManager entities, Key key) {
        Matcher id = EVENT_ID.matcher(key.eventId());
        if (!id.matches()) {
            throw new IllegalArgumentException("no id of an event: " + key.eventId());
        }
        entities.createNativeQuery(
                        "delete from stream_outbox where epoch = ?1 and number = ?2 and conversation_id = ?3 and seq = ?4")
                .setParameter(1, key.epoch())
                .setParameter(2, key.number())
                .setParameter(3, id.group(1))
                .setParameter(4, Long.parseLong(id.group(2)))
                .executeUpdate();
    }
}
