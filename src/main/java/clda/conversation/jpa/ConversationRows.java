package clda.conversation.jpa;

import clda.conversation.CallEvent.ApprovalRequested;
import clda.conversation.ConversationEvent.ConversationArchived;
import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.ConversationHead;
import clda.conversation.RecordedEvent;
import clda.conversation.Trigger;
import clda.conversation.TurnEvent.TurnQueued;
import clda.conversation.TurnEvent.TurnStarted;
import clda.conversation.jpa.JpaConversationKeys.Key;
import clda.security.KeyRing.Damaged;
import clda.security.RowSeals;
import clda.store.jpa.JpaStore;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of conversations and the heads that they stand for. A row is sealed, including the number of the last event, and its
 * title is encrypted under the conversation's data key.
 */
final class ConversationRows {

    private static final String COLUMNS = "c.id, c.tenant, c.owner, c.title, c.archived, c.created_at, c.updated_at,"
            + " c.last_seq, c.key_version, c.data_key, c.seal, c.state, c.turns, c.said_seq, c.read_seq, c.canary_of";

    /** SQL that finds rows; what follows it may call the table {@code c}. */
    static final String SELECT = "select " + COLUMNS + " from conversation c";

    private final JpaStore store;
    private final JpaConversationKeys keys;
    private final RowSeals seals;

    ConversationRows(JpaStore store, JpaConversationKeys keys, RowSeals seals) {
        this.store = store;
        this.keys = keys;
        this.seals = seals;
    }

    void insert(EntityManager entities, ConversationHead head, Key key, byte[] wrappedKey) {
        StoredConversation row = new StoredConversation();
        row.id = head.id();
        row.tenant = head.tenant();
        row.owner = head.owner();
        row.createdAt = head.createdAt().toEpochMilli();
        row.updatedAt = head.updatedAt().toEpochMilli();
        row.state = head.state();
        row.canaryOf = head.canaryOf();
        row.title = sealTitle(key, head, head.title());
        row.dataKey = wrappedKey;
        row.keyVersion = key.version();
        row.seal = seals.seal(row.sealed(), key.key());
        entities.persist(row);
    }

    Optional<ConversationHead> find(String conversationId) {
        return rows(SELECT + " where c.id = ?1", conversationId).stream()
                .map(this::head)
                .findFirst();
    }

    /** Damaged conversations are listed without a title; opening one reports what is wrong. */
    List<ConversationHead> heads(String sql, Object... parameters) {
        List<ConversationHead> heads = new ArrayList<>();
        for (StoredConversation row : rows(sql, parameters)) {
            try {
                heads.add(head(row));
            } catch (NoSuchElementException erased) {
                // Erased since the rows were read, so it is not listed.
            } catch (Damaged e) {
                heads.add(head(row, null).asDamaged());
            }
        }
        return heads;
    }

    List<StoredConversation> rows(String sql, Object... parameters) {
        List<?> rows = store.read(entities -> {
            Query query = entities.createNativeQuery(sql);
            for (int i = 0; i < parameters.length; i++) {
                query.setParameter(i + 1, parameters[i]);
            }
            return query.getResultList();
        });
        return rows.stream().map(row -> row((Object[]) row)).toList();
    }

    private static StoredConversation row(Object[] columns) {
        StoredConversation row = new StoredConversation();
        row.id = (String) columns[0];
        row.tenant = (String) columns[1];
        row.owner = (String) columns[2];
        row.title = (byte[]) columns[3];
        row.archived = columns[4] instanceof Boolean flag ? flag : ((Number) columns[4]).intValue() != 0;
        row.createdAt = ((Number) columns[5]).longValue();
        row.updatedAt = ((Number) columns[6]).longValue();
        row.lastSeq = ((Number) columns[7]).longValue();
        row.keyVersion = ((Number) columns[8]).intValue();
        row.dataKey = (byte[]) columns[9];
        row.seal = (byte[]) columns[10];
        row.state = (String) columns[11];
        row.turns = ((Number) columns[12]).intValue();
        row.saidSeq = ((Number) columns[13]).longValue();
        row.readSeq = ((Number) columns[14]).longValue();
        row.canaryOf = columns[15] == null ? null : ((Number) columns[15]).longValue();
        return row;
    }

    static ConversationHead head(StoredConversation row, @Nullable String title) {
        return new ConversationHead(
                row.id,
                row.tenant,
                row.owner,
                title,
                row.archived,
                Instant.ofEpochMilli(row.createdAt),
                Instant.ofEpochMilli(row.updatedAt),
                row.lastSeq,
                row.state == null ? "idle" : row.state,
                row.turns,
                row.saidSeq > row.readSeq,
                row.canaryOf);
    }

    /** @throws Damaged if the row differs from what the server wrote */
    private ConversationHead head(StoredConversation row) {
        Key key = keys.key(row.id, row.tenant, row.dataKey, row.keyVersion);
        seals.check(row.sealed(), row.seal, key.key());
        if (row.title == null) {
            return head(row, null);
        }
        byte[] place = titlePlace(head(row, null), key.version());
        return head(row, new String(key.key().open(row.title, place), StandardCharsets.UTF_8));
    }

    /**
     * The row as it is, whether or not its seal is right.
     *
     * @throws NoSuchElementException if there is no such conversation
     */
    static StoredConversation unchecked(EntityManager entities, String id) {
        List<?> rows = entities.createNativeQuery(SELECT + " where c.id = ?1")
                .setParameter(1, id)
                .getResultList();
        if (rows.isEmpty()) {
            throw new NoSuchElementException("no conversation " + id);
        }
        return row((Object[]) rows.getFirst());
    }

    /**
     * The row, to be changed and saved.
     *
     * @throws NoSuchElementException if there is no such conversation
     * @throws Damaged if the row differs from what the server wrote
     */
    StoredConversation checked(EntityManager entities, String id, Key key) {
        StoredConversation row = unchecked(entities, id);
        seals.check(row.sealed(), row.seal, key.key());
        return row;
    }

    /** Stores the columns that change, under a new seal. */
    void save(EntityManager entities, StoredConversation row, Key key) {
        int saved = entities.createQuery("update StoredConversation c set c.lastSeq = :lastSeq, c.title = :title,"
                        + " c.archived = :archived, c.updatedAt = :updatedAt, c.state = :state, c.turns = :turns,"
                        + " c.saidSeq = :saidSeq, c.readSeq = :readSeq, c.seal = :seal where c.id = :id")
                .setParameter("id", row.id)
                .setParameter("lastSeq", row.lastSeq)
                .setParameter("title", row.title)
                .setParameter("archived", row.archived)
                .setParameter("updatedAt", row.updatedAt)
                .setParameter("state", row.state)
                .setParameter("turns", row.turns)
                .setParameter("saidSeq", row.saidSeq)
                .setParameter("readSeq", row.readSeq)
                .setParameter("seal", seals.seal(row.sealed(), key.key()))
                .executeUpdate();
        if (saved != 1) {
            throw new NoSuchElementException("no conversation " + row.id);
        }
    }

    /** Records in the sealed row how far the log goes, so that truncating the log is detected. */
    void advance(EntityManager entities, ConversationHead after, Key key, List<RecordedEvent> events) {
        StoredConversation row = checked(entities, after.id(), key);
        if (row.lastSeq != events.getFirst().seq() - 1) {
            throw seals.damaged("conversation " + after.id(), null);
        }
        events.forEach(event -> applyTo(row, after, key, event));
        row.lastSeq = events.getLast().seq();
        row.state = after.state();
        row.turns = after.turns();
        save(entities, row, key);
    }

    private static void applyTo(StoredConversation row, ConversationHead head, Key key, RecordedEvent event) {
        row.updatedAt = event.at().toEpochMilli();
        switch (event.event()) {
            case ConversationRenamed renamed -> row.title = sealTitle(key, head, renamed.title());
            case ConversationArchived change -> row.archived = change.archived();
            case TurnQueued queued -> readBy(row, event, queued.trigger());
            case TurnStarted started -> readBy(row, event, started.trigger());
            case ApprovalRequested asked -> row.saidSeq = event.seq();
            default -> {
                if (event.type().settlesTurn()) {
                    row.saidSeq = event.seq();
                }
            }
        }
    }

    /** A person who sends a message has seen everything before it. */
    private static void readBy(StoredConversation row, RecordedEvent event, @Nullable Trigger trigger) {
        if (trigger == null) {
            row.readSeq = event.seq();
        }
    }

    private static byte @Nullable [] sealTitle(Key key, ConversationHead head, @Nullable String title) {
        return title == null
                ? null
                : key.key().seal(title.getBytes(StandardCharsets.UTF_8), titlePlace(head, key.version()));
    }

    private static byte[] titlePlace(ConversationHead head, int keyVersion) {
        return (JpaConversationKeys.subject(head.tenant(), head.id()) + "|title|" + keyVersion)
                .getBytes(StandardCharsets.UTF_8);
    }
}
