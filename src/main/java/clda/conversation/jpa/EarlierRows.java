package clda.conversation.jpa;

import clda.conversation.ConversationHead;
import clda.conversation.jpa.JpaConversationKeys.Key;
import clda.security.KeyRing.Damaged;
import clda.security.RowSeals;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.EntityManager;
import java.util.List;

/** The rows that earlier versions left, brought to the form of this one: sealed, and with the columns shown in lists. */
final class EarlierRows {

    private static final int ROWS_AT_ONCE = 500;

    private final JpaStore store;
    private final JpaConversationKeys keys;
    private final RowSeals seals;
    private final ConversationRows conversations;

    EarlierRows(JpaStore store, JpaConversationKeys keys, RowSeals seals, ConversationRows conversations) {
        this.store = store;
        this.keys = keys;
        this.seals = seals;
        this.conversations = conversations;
    }

    boolean areUnsealed() {
        return store.hasOnly("conversation", "seal is null");
    }

    /** Encrypts each event again, because its time was not authenticated either. */
    void seal() {
        List<?> ids =
                store.read(entities -> entities.createNativeQuery("select id from conversation where seal is null")
                        .getResultList());
        for (Object id : ids) {
            store.write((JpaWrite) entities -> seal(entities, (String) id));
        }
    }

    private void seal(EntityManager entities, String id) {
        StoredConversation row = ConversationRows.unchecked(entities, id);
        Key key = keys.key(id);
        ConversationHead head = ConversationRows.head(row, null);
        List<?> events = entities.createNativeQuery(
                        "select seq, type, at, payload from event where conversation_id = ?1 order by seq")
                .setParameter(1, id)
                .getResultList();
        for (Object each : events) {
            Object[] event = (Object[]) each;
            long seq = ((Number) event[0]).longValue();
            String type = (String) event[1];
            byte[] payload = key.key().open((byte[]) event[3], EventRows.untimedPlace(head, seq, type, key.version()));
            byte[] place = EventRows.place(head, seq, type, ((Number) event[2]).longValue(), key.version());
            entities.createNativeQuery("update event set payload = ?3 where conversation_id = ?1 and seq = ?2")
                    .setParameter(1, id)
                    .setParameter(2, seq)
                    .setParameter(3, key.key().seal(payload, place))
                    .executeUpdate();
            row.lastSeq = seq;
        }
        entities.createNativeQuery("update conversation set last_seq = ?2, seal = ?3 where id = ?1")
                .setParameter(1, id)
                .setParameter(2, row.lastSeq)
                .setParameter(3, seals.seal(row.sealed(), key.key()))
                .executeUpdate();
    }

    /** Fills in the columns shown in lists, as far as possible without opening conversations. */
    void complete() {
        List<StoredConversation> rows;
        do {
            rows = conversations.rows(ConversationRows.SELECT + " where c.state is null limit ?1", ROWS_AT_ONCE);
            for (StoredConversation row : rows) {
                complete(row.id);
            }
        } while (rows.size() == ROWS_AT_ONCE);
    }

    private void complete(String id) {
        Key key = keys.key(id);
        store.write((JpaWrite) entities -> {
            StoredConversation row = ConversationRows.unchecked(entities, id);
            if (row.state != null) {
                return;
            }
            try {
                seals.check(row.sealed(), row.seal, key.key());
            } catch (Damaged e) {
                // The conversation stays damaged and is not checked again.
                entities.createNativeQuery("update conversation set state = 'damaged' where id = ?1")
                        .setParameter(1, id)
                        .executeUpdate();
                return;
            }
            row.state = stateOf(entities, id);
            row.turns = count(
                    entities, "select count(*) from event where type = 'turn.started' and conversation_id = ?1", id);
            row.saidSeq = row.lastSeq;
            row.readSeq = row.lastSeq;
            conversations.save(entities, row, key);
        });
    }

    private static String stateOf(EntityManager entities, String id) {
        if (count(entities, "select count(*) from approval where state = 'pending' and conversation_id = ?1", id) > 0) {
            return "awaiting_approval";
        }
        boolean runs = count(entities, "select count(*) from running_turn where conversation_id = ?1", id) > 0;
        return runs ? "running" : "idle";
    }

    private static int count(EntityManager entities, String sql, String id) {
        Object count = entities.createNativeQuery(sql).setParameter(1, id).getSingleResult();
        return ((Number) count).intValue();
    }
}
