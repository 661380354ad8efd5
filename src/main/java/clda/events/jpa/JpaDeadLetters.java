package clda.events.jpa;

import clda.events.DeadLetters;
import clda.events.OutgoingEvent;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dead letters with one row per event. */
public final class JpaDeadLetters implements DeadLetters {

    private static final String SELECT =
            "select " + JpaOutbox.COLUMNS + ", tries, answer, set_aside_at from dead_letter where tenant = ?1";
    /** Maximum number of dead letters that are put back in one transaction. */
    private static final int AT_ONCE = 500;

    private final JpaStore store;
    private final JpaOutbox outbox;

    public JpaDeadLetters(JpaStore store, JpaOutbox outbox) {
        this.store = store;
        this.outbox = outbox;
    }

    /** The key of a row. */
    private record Key(String conversationId, long seq) {

        /** The end of the id of an event that was stored after a restore. */
        private static final Pattern RESTORE = Pattern.compile("-r\\d{1,9}$");

        /** Sorts before every other key. */
        static final Key FIRST = new Key("", 0);

        /** Empty if no event can have that id. */
        static Optional<Key> of(String whole) {
            String eventId = RESTORE.matcher(whole).replaceFirst("");
            int end = eventId.lastIndexOf('-');
            try {
                return end < 0
                        ? Optional.empty()
                        : Optional.of(new Key(eventId.substring(0, end), Long.parseLong(eventId.substring(end + 1))));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }

    @Override
    public Page<Listed<DeadLetter>> of(String tenant, @Nullable Position before, int limit) {
        Key key = before == null ? null : Key.of(before.id()).orElse(Key.FIRST);
        List<?> rows = store.read(entities -> {
            var query = entities.createNativeQuery(SELECT
                            + (key == null ? "" : " and (set_aside_at, conversation_id, seq) < (?3, ?4, ?5)")
                            + " order by set_aside_at desc, conversation_id desc, seq desc limit ?2")
                    .setParameter(1, tenant)
                    .setParameter(2, limit + 1);
            if (before != null && key != null) {
                query.setParameter(3, before.millis())
                        .setParameter(4, key.conversationId)
                        .setParameter(5, key.seq);
            }
            return query.getResultList();
        });
        return Page.of(rows.stream().map(row -> listed((Object[]) row)).toList(), limit, Listed::position);
    }

    private Listed<DeadLetter> listed(Object[] row) {
        OutgoingEvent event = JpaOutbox.event(row);
        Position position = new Position(setAsideAt(row), event.id());
        return outbox.isWhole(event, row)
                ? new Listed<>(
                        position, new DeadLetter(event, ((Number) row[8]).intValue(), (String) row[9], position.at()))
                : Listed.damaged(position);
    }

    private static Instant setAsideAt(Object[] row) {
        return Instant.ofEpochMilli(((Number) row[10]).longValue());
    }

    @Override
    public boolean sendAgain(String tenant, String eventId, Write alongside) {
        return Key.of(eventId)
                .map(key -> store.joining(entities -> {
                    List<OutgoingEvent> found = found(entities, tenant, key);
                    found.forEach(event -> outbox.putBack(entities, event));
                    return written(entities, !found.isEmpty(), alongside);
                }))
                .orElse(false);
    }

    private List<OutgoingEvent> found(EntityManager entities, String tenant, Key key) {
        return whole(entities.createNativeQuery(SELECT + " and conversation_id = ?2 and seq = ?3")
                .setParameter(1, tenant)
                .setParameter(2, key.conversationId)
                .setParameter(3, key.seq)
                .getResultList());
    }

    private List<OutgoingEvent> whole(List<?> rows) {
        List<OutgoingEvent> events = new ArrayList<>();
        for (Object each : rows) {
            Object[] row = (Object[]) each;
            OutgoingEvent event = JpaOutbox.event(row);
            if (outbox.isWhole(event, row)) {
                events.add(event);
            }
        }
        return events;
    }

    private static boolean written(EntityManager entities, boolean found, Write alongside) {
        if (found) {
            ((JpaWrite) alongside).in(entities);
        }
        return found;
    }

    @Override
    public int sendAllAgain(String tenant, Instant now, Write alongside) {
        int all = 0;
        // Before the first that there can be.
        Portion portion = new Portion(0, Long.MIN_VALUE, Key.FIRST, false);
        do {
            Portion last = portion;
            boolean first = all == 0;
            portion = store.joining(entities -> {
                // Excludes events that are refused again in the meantime.
                Portion next = putBack(entities, tenant, last, now);
                written(entities, first && next.sent > 0, alongside);
                return next;
            });
            all += portion.sent;
        } while (portion.more);
        return all;
    }

    /**
     * A part of what is put back.
     *
     * @param at when the last of it was set aside
     * @param key of the last of it
     */
    private record Portion(int sent, long at, Key key, boolean more) {}

    private Portion putBack(EntityManager entities, String tenant, Portion last, Instant now) {
        List<?> rows = entities.createNativeQuery(SELECT + " and set_aside_at <= ?2"
                        + " and (set_aside_at, conversation_id, seq) > (?3, ?4, ?5)"
                        + " order by set_aside_at, conversation_id, seq limit ?6")
                .setParameter(1, tenant)
                .setParameter(2, now.toEpochMilli())
                .setParameter(3, last.at)
                .setParameter(4, last.key.conversationId)
                .setParameter(5, last.key.seq)
                .setParameter(6, AT_ONCE)
                .getResultList();
        if (rows.isEmpty()) {
            return new Portion(0, last.at, last.key, false);
        }
        List<OutgoingEvent> whole = whole(rows);
        whole.forEach(event -> outbox.putBack(entities, event));
        Object[] end = (Object[]) rows.getLast();
        return new Portion(
                whole.size(),
                setAsideAt(end).toEpochMilli(),
                new Key((String) end[0], ((Number) end[1]).longValue()),
                rows.size() == AT_ONCE);
    }

    @Override
    public boolean drop(String tenant, String eventId, Write alongside) {
        return Key.of(eventId)
                .map(key -> store.joining(entities -> {
                    int dropped = entities.createNativeQuery(
                                    "delete from dead_letter where tenant = ?1 and conversation_id = ?2 and seq = ?3")
                            .setParameter(1, tenant)
                            .setParameter(2, key.conversationId)
                            .setParameter(3, key.seq)
                            .executeUpdate();
                    return written(entities, dropped > 0, alongside);
                }))
                .orElse(false);
    }
}
