package clda.conversation.jpa;

import clda.conversation.ConversationHead;
import clda.conversation.ConversationStore.SequenceTaken;
import clda.conversation.DraftEvent;
import clda.conversation.EventCodec;
import clda.conversation.EventType;
import clda.conversation.RecordedEvent;
import clda.conversation.jpa.JpaConversationKeys.Key;
import clda.security.KeyRing.Damaged;
import clda.security.RowSeals;
import clda.store.jpa.JpaStore;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The rows of events, one for each, inserted once and never updated. A payload is encrypted under the conversation's data key;
 * where the row belongs is authenticated with it, so that it can be decrypted only in its original place.
 */
final class EventRows {

    private static final int IDS_IN_ONE_QUERY = 200;

    /** An event as it is stored, encrypted before the transaction that inserts it. */
    record Row(long seq, String type, long at, byte[] payload) {}

    private final JpaStore store;
    private final JpaConversationKeys keys;
    private final RowSeals seals;
    private final ConversationRows conversations;

    EventRows(JpaStore store, JpaConversationKeys keys, RowSeals seals, ConversationRows conversations) {
        this.store = store;
        this.keys = keys;
        this.seals = seals;
        this.conversations = conversations;
    }

    static Row row(ConversationHead head, Key key, RecordedEvent event) {
        String type = event.type().publicName();
        return new Row(
                event.seq(),
                type,
                event.at().toEpochMilli(),
                key.key()
                        .seal(
                                EventCodec.toPayload(event.turnId(), event.event()),
                                place(head, event.seq(), type, event.at().toEpochMilli(), key.version())));
    }

    /**
     * Inserts the row and thereby takes its number.
     *
     * @throws SequenceTaken if the number is already used
     * @throws NoSuchElementException if there is no such conversation
     */
    static void insert(EntityManager entities, ConversationHead head, Row row) {
        int inserted = entities.createNativeQuery("insert into event (conversation_id, seq, type, at, payload)"
                        + " select c.id, ?2, ?3, ?4, ?5 from conversation c where c.id = ?1 on conflict do nothing")
                .setParameter(1, head.id())
                .setParameter(2, row.seq)
                .setParameter(3, row.type)
                .setParameter(4, row.at)
                .setParameter(5, row.payload)
                .executeUpdate();
        if (inserted != 1) {
            boolean there = !entities.createNativeQuery("select 1 from conversation where id = ?1")
                    .setParameter(1, head.id())
                    .getResultList()
                    .isEmpty();
            throw there ? new SequenceTaken(head.id()) : new NoSuchElementException("no conversation " + head.id());
        }
    }

    List<RecordedEvent> read(ConversationHead head, long after, int limit) {
        List<StoredEvent> rows = wholeRows(head, after, limit);
        if (rows.isEmpty()) {
            return List.of();
        }
        Key key = keys.key(head.id());
        try {
            return rows.stream().map(row -> event(head, key, row)).toList();
        } catch (Damaged e) {
            throw seals.damaged("conversation " + head.id(), e);
        }
    }

    /**
     * What a head says of the log no longer counts if the conversation was erased, or the database has gone back, since it was read:
     * then the present head does.
     *
     * @throws Damaged if the log is not whole by the present head either
     */
    private List<StoredEvent> wholeRows(ConversationHead head, long after, int limit) {
        List<StoredEvent> rows = rows(head, after, limit);
        if (isWhole(head, after, rows, limit)) {
            return rows;
        }
        Optional<ConversationHead> present = conversations.find(head.id());
        if (present.isPresent()) {
            rows = rows(head, after, limit);
            if (!isWhole(present.get(), after, rows, limit)) {
                throw seals.damaged("conversation " + head.id(), null);
            }
        }
        return rows;
    }

    private List<StoredEvent> rows(ConversationHead head, long after, int limit) {
        return store.read(entities -> entities.createQuery(
                        "select e from StoredEvent e where e.conversationId = :id and e.seq > :after order by e.seq",
                        StoredEvent.class)
                .setParameter("id", head.id())
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList());
    }

    /** Whether no number is missing and the log reaches at least as far as when the head was read. */
    private static boolean isWhole(ConversationHead head, long after, List<StoredEvent> rows, int limit) {
        long last = after;
        for (StoredEvent row : rows) {
            if (row.seq != last + 1) {
                return false;
            }
            last = row.seq;
        }
        return rows.size() == limit || last >= head.lastSeq();
    }

    private static RecordedEvent event(ConversationHead head, Key key, StoredEvent row) {
        byte[] payload = key.key().open(row.payload, place(head, row.seq, row.type, row.at, key.version()));
        DraftEvent draft = EventCodec.fromPayload(EventType.named(row.type), payload);
        return new RecordedEvent(row.seq, draft.turnId(), Instant.ofEpochMilli(row.at), draft.event());
    }

    long beginningOf(String conversationId, int turns, long before) {
        List<?> found = store.read(entities -> entities.createNativeQuery("select seq from event"
                        + " where conversation_id = ?1 and seq < ?2 and type = ?3 order by seq desc limit 1 offset ?4")
                .setParameter(1, conversationId)
                .setParameter(2, before)
                .setParameter(3, EventType.TURN_STARTED.publicName())
                .setParameter(4, turns - 1)
                .getResultList());
        return found.isEmpty() ? 1 : ((Number) found.getFirst()).longValue();
    }

    Map<String, Long> lastSeqs(Collection<String> conversationIds) {
        Map<String, Long> last = new HashMap<>();
        List<String> ids = List.copyOf(conversationIds);
        for (int from = 0; from < ids.size(); from += IDS_IN_ONE_QUERY) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + IDS_IN_ONE_QUERY));
            List<Object[]> rows = store.read(entities -> entities.createQuery(
                            "select e.conversationId, max(e.seq) from StoredEvent e where e.conversationId in :ids group by e.conversationId",
                            Object[].class)
                    .setParameter("ids", some)
                    .getResultList());
            rows.forEach(row -> last.put((String) row[0], ((Number) row[1]).longValue()));
        }
        return last;
    }

    /** What is authenticated with the payload. */
    static byte[] place(ConversationHead head, long seq, String type, long at, int keyVersion) {
        return (subject(head) + "|event|" + seq + "|" + type + "|" + at + "|" + keyVersion)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What an earlier version authenticated instead: the time was not part of it. */
    static byte[] untimedPlace(ConversationHead head, long seq, String type, int keyVersion) {
        return (subject(head) + "|event|" + seq + "|" + type + "|" + keyVersion).getBytes(StandardCharsets.UTF_8);
    }

    private static String subject(ConversationHead head) {
        return JpaConversationKeys.subject(head.tenant(), head.id());
    }
}
