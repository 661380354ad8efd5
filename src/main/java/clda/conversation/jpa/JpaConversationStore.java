package clda.conversation.jpa;

import clda.conversation.Companion;
import clda.conversation.ConversationEvent.ApprovalRequested;
import clda.conversation.ConversationEvent.ConversationArchived;
import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.ConversationEvent.Trigger;
import clda.conversation.ConversationEvent.TurnQueued;
import clda.conversation.ConversationEvent.TurnStarted;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationStore;
import clda.conversation.DraftEvent;
import clda.conversation.EventCodec;
import clda.conversation.EventType;
import clda.conversation.RecordedEvent;
import clda.conversation.jpa.JpaConversationKeys.Key;
import clda.security.KeyRing;
import clda.security.KeyRing.Damaged;
import clda.security.RowSeals;
import clda.security.SealsRows;
import clda.store.Position;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The conversation store with one row per event, inserted once and never updated. Payloads and titles are encrypted under the
 * conversation's data key; tenant, conversation, number, type, time and key version are authenticated with them, so that a row
 * can be decrypted only in its original place. The row of a conversation is sealed, including the number of its last event.
 */
public final class JpaConversationStore implements ConversationStore, SealsRows {

    private static final String COLUMNS = "c.id, c.tenant, c.owner, c.title, c.archived, c.created_at, c.updated_at,"
            + " c.last_seq, c.key_version, c.data_key, c.seal, c.state, c.turns, c.said_seq, c.read_seq";
    private static final String HEADS = "select " + COLUMNS + " from conversation c";

    private static final String ABANDONED =
            " and not exists (select 1 from store_writer w where w.epoch = running_turn.epoch)";
    private static final int IDS_IN_ONE_QUERY = 200;
    private static final int ROWS_AT_ONCE = 500;
    private static final Position NEWEST = new Position(Instant.ofEpochMilli(Long.MAX_VALUE), "");

    private final JpaStore store;
    private final JpaConversationKeys keys;
    private final RowSeals seals;
    private final List<Companion> companions;

    public JpaConversationStore(JpaStore store, JpaConversationKeys keys, RowSeals seals, List<Companion> companions) {
        this.store = store;
        this.keys = keys;
        this.seals = seals;
        this.companions = List.copyOf(companions);
    }

    @Override
    public void create(ConversationHead head) {
        KeyRing.NewDataKey fresh = keys.fresh(head.tenant(), head.id());
        Key key = new Key(fresh.key(), fresh.keyVersion());
        store.write((JpaWrite) entities -> {
            StoredConversation row = new StoredConversation();
            row.id = head.id();
            row.tenant = head.tenant();
            row.owner = head.owner();
            row.createdAt = head.createdAt().toEpochMilli();
            row.updatedAt = head.updatedAt().toEpochMilli();
            row.state = head.state();
            row.title = sealTitle(key, head, head.title());
            row.dataKey = fresh.wrapped();
            row.keyVersion = fresh.keyVersion();
            row.seal = seals.seal(row.sealed(), key.key());
            entities.persist(row);
        });
        keys.keep(head.id(), key);
    }

    @Override
    public Optional<ConversationHead> find(String conversationId) {
        return rows(HEADS + " where c.id = ?1", conversationId).stream()
                .map(this::head)
                .findFirst();
    }

    @Override
    public List<ConversationHead> list(
            String tenant, String owner, @Nullable Position before, boolean archived, int limit) {
        Position from = before == null ? NEWEST : before;
        return heads(
                HEADS + " where c.tenant = ?1 and c.owner = ?2 and c.archived = ?3 and (c.updated_at, c.id) < (?4, ?5)"
                        + " order by c.updated_at desc, c.id desc limit ?6",
                tenant,
                owner,
                archived,
                from.millis(),
                from.id(),
                limit);
    }

    @Override
    public Map<String, Long> lastSeqs(Collection<String> conversationIds) {
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

    @Override
    public Write beginRun(String conversationId, long epoch) {
        return run(
                conversationId,
                "insert into running_turn (conversation_id, epoch) values (?1, ?2) on conflict (conversation_id)"
                        + " do update set epoch = excluded.epoch where running_turn.epoch = excluded.epoch"
                        + " or not exists (select 1 from store_writer w where w.epoch = running_turn.epoch)",
                epoch);
    }

    @Override
    public Write takeOverRun(String conversationId, long epoch) {
        return run(
                conversationId,
                "update running_turn set epoch = ?2 where conversation_id = ?1 and epoch <> ?2" + ABANDONED,
                epoch);
    }

    @Override
    public Write endRun(String conversationId, long epoch) {
        return run(conversationId, "delete from running_turn where conversation_id = ?1 and epoch = ?2", epoch);
    }

    private static JpaWrite run(String conversationId, String sql, long epoch) {
        return entities -> {
            int changed = entities.createNativeQuery(sql)
                    .setParameter(1, conversationId)
                    .setParameter(2, epoch)
                    .executeUpdate();
            if (changed != 1) {
                throw new RunTaken(conversationId);
            }
        };
    }

    @Override
    public Write forgetRun(String conversationId, long seen) {
        return (JpaWrite) entities -> {
            boolean outdated = !entities.createNativeQuery(
                            "select 1 from event where conversation_id = ?1 and seq > ?2 limit 1")
                    .setParameter(1, conversationId)
                    .setParameter(2, seen)
                    .getResultList()
                    .isEmpty();
            if (outdated) {
                throw new SequenceTaken(conversationId);
            }
            entities.createNativeQuery("delete from running_turn where conversation_id = ?1" + ABANDONED)
                    .setParameter(1, conversationId)
                    .executeUpdate();
        };
    }

    @Override
    public List<ConversationHead> abandoned(int limit) {
        return heads(
                HEADS + " join running_turn on running_turn.conversation_id = c.id" + ABANDONED + " limit ?1", limit);
    }

    /** Damaged conversations are listed without a title; opening one reports what is wrong. */
    private List<ConversationHead> heads(String sql, Object... parameters) {
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

    private List<StoredConversation> rows(String sql, Object... parameters) {
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
        return row;
    }

    private static ConversationHead head(StoredConversation row, @Nullable String title) {
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
                row.saidSeq > row.readSeq);
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

    @Override
    public void read(String conversationId, long upTo) {
        Key key = keys.key(conversationId);
        store.write((JpaWrite) entities -> {
            StoredConversation row = checkedRow(entities, conversationId, key);
            if (upTo > row.readSeq && upTo <= row.lastSeq) {
                row.readSeq = upTo;
                save(entities, row, key);
            }
        });
    }

    @Override
    public void append(ConversationHead head, List<RecordedEvent> events, List<Write> alongside) {
        Key key = keys.key(head.id());
        List<JpaWrite> writes = new ArrayList<>(alongside.size() + 1);
        List<Row> rows = events.stream().map(event -> row(head, key, event)).toList();
        // The number is taken before anything else is changed, so that a conflict does not roll back other writes in
        // the same
        // commit.
        writes.add(entities -> {
            rows.forEach(row -> insert(entities, head, row));
            if (!events.isEmpty()) {
                advance(entities, head, key, events);
            }
        });
        companions.forEach(companion -> addAll(companion.with(head, events), writes));
        addAll(alongside, writes);
        store.write(writes);
    }

    private static void addAll(List<Write> some, List<JpaWrite> writes) {
        some.forEach(write -> writes.add((JpaWrite) write));
    }

    @Override
    public void appendWithin(ConversationHead head, Supplier<RecordedEvent> work, List<Write> alongside) {
        Key key = keys.key(head.id());
        List<JpaWrite> writes = new ArrayList<>(alongside.size() + 1);
        addAll(alongside, writes);
        writes.add(entities -> {
            RecordedEvent event = work.get();
            try {
                insert(entities, head, row(head, key, event));
            } catch (SequenceTaken e) {
                throw new WorkUndone(e);
            }
            advance(entities, head, key, List.of(event));
            for (Companion companion : companions) {
                companion.with(head, List.of(event)).forEach(write -> ((JpaWrite) write).in(entities));
            }
        });
        try {
            store.write(writes);
        } catch (WorkUndone e) {
            throw e.why;
        }
    }

    /** A conflict that has to roll back what was done before it was noticed. */
    private static final class WorkUndone extends RuntimeException {
        private final SequenceTaken why;

        WorkUndone(SequenceTaken why) {
            super(why.getMessage(), why, false, false);
            this.why = why;
        }
    }

    private record Row(long seq, String type, long at, byte[] payload) {}

    private static void insert(EntityManager entities, ConversationHead head, Row row) {
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

    private static Row row(ConversationHead head, Key key, RecordedEvent event) {
        String type = event.type().publicName();
        return new Row(
                event.seq(),
                type,
                event.at().toEpochMilli(),
                key.key()
                        .seal(
                                EventCodec.toPayload(event.turnId(), event.event()),
                                eventPlace(head, event.seq(), type, event.at().toEpochMilli(), key.version())));
    }

    /** Records in the sealed row how far the log goes, so that truncating the log is detected. */
    private void advance(EntityManager entities, ConversationHead after, Key key, List<RecordedEvent> events) {
        StoredConversation row = checkedRow(entities, after.id(), key);
        if (row.lastSeq != events.getFirst().seq() - 1) {
            throw seals.damaged("conversation " + after.id(), null);
        }
        events.forEach(event -> applyTo(row, after, key, event));
        row.lastSeq = events.getLast().seq();
        row.state = after.state();
        row.turns = after.turns();
        save(entities, row, key);
    }

    private StoredConversation checkedRow(EntityManager entities, String id, Key key) {
        StoredConversation row = sealedRow(entities, id);
        seals.check(row.sealed(), row.seal, key.key());
        return row;
    }

    private void save(EntityManager entities, StoredConversation row, Key key) {
        entities.createQuery("update StoredConversation c set c.lastSeq = :lastSeq, c.title = :title,"
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
    }

    /** @throws NoSuchElementException if there is no such conversation */
    private static StoredConversation sealedRow(EntityManager entities, String id) {
        List<?> rows = entities.createNativeQuery(HEADS + " where c.id = ?1")
                .setParameter(1, id)
                .getResultList();
        if (rows.isEmpty()) {
            throw new NoSuchElementException("no conversation " + id);
        }
        return row((Object[]) rows.getFirst());
    }

    /** A person who sends a message has seen everything before it. */
    private static void readBy(StoredConversation row, RecordedEvent event, @Nullable Trigger trigger) {
        if (trigger == null) {
            row.readSeq = event.seq();
        }
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

    @Override
    public List<RecordedEvent> read(ConversationHead head, long after, int limit) {
        List<StoredEvent> rows = store.read(entities -> entities.createQuery(
                        "select e from StoredEvent e where e.conversationId = :id and e.seq > :after order by e.seq",
                        StoredEvent.class)
                .setParameter("id", head.id())
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList());
        requireWhole(head, after, rows, limit);
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

    @Override
    public long beginningOf(String conversationId, int turns, long before) {
        List<?> found = store.read(entities -> entities.createNativeQuery("select seq from event"
                        + " where conversation_id = ?1 and seq < ?2 and type = ?3 order by seq desc limit 1 offset ?4")
                .setParameter(1, conversationId)
                .setParameter(2, before)
                .setParameter(3, EventType.TURN_STARTED.publicName())
                .setParameter(4, turns - 1)
                .getResultList());
        return found.isEmpty() ? 1 : ((Number) found.getFirst()).longValue();
    }

    /** Checks that no number is missing and that the log reaches at least as far as when the head was read. */
    private void requireWhole(ConversationHead head, long after, List<StoredEvent> rows, int limit) {
        long last = after;
        boolean gap = false;
        for (StoredEvent row : rows) {
            gap |= row.seq != last + 1;
            last = row.seq;
        }
        boolean cutOff = rows.size() < limit && last < head.lastSeq();
        if ((gap || cutOff) && find(head.id()).isPresent()) {
            throw seals.damaged("conversation " + head.id(), null);
        }
    }

    private static RecordedEvent event(ConversationHead head, Key key, StoredEvent row) {
        byte[] payload = key.key().open(row.payload, eventPlace(head, row.seq, row.type, row.at, key.version()));
        DraftEvent draft = EventCodec.fromPayload(EventType.named(row.type), payload);
        return new RecordedEvent(row.seq, draft.turnId(), Instant.ofEpochMilli(row.at), draft.event());
    }

    @Override
    public void erase(String conversationId, List<Write> alongside) {
        Optional<ConversationHead> head = find(conversationId);
        keys.forget(conversationId);
        List<JpaWrite> writes = new ArrayList<>();
        addAll(alongside, writes);
        head.ifPresent(it -> companions.forEach(companion -> addAll(companion.withErasure(it), writes)));
        writes.add(entities -> {
            for (String jpql : List.of(
                    "update StoredConversation c set c.dataKey = :nothing where c.id = :id",
                    "delete from StoredEvent e where e.conversationId = :id",
                    "delete from StoredConversation c where c.id = :id")) {
                Query query = entities.createQuery(jpql).setParameter("id", conversationId);
                if (jpql.contains(":nothing")) {
                    query.setParameter("nothing", new byte[0]);
                }
                query.executeUpdate();
            }
            for (String table : List.of("running_turn", "search_word", "search_progress")) {
                entities.createNativeQuery("delete from " + table + " where conversation_id = ?1")
                        .setParameter(1, conversationId)
                        .executeUpdate();
            }
        });
        store.write(writes);
    }

    private static byte @Nullable [] sealTitle(Key key, ConversationHead head, @Nullable String title) {
        return title == null
                ? null
                : key.key().seal(title.getBytes(StandardCharsets.UTF_8), titlePlace(head, key.version()));
    }

    private static String subject(ConversationHead head) {
        return JpaConversationKeys.subject(head.tenant(), head.id());
    }

    private static byte[] eventPlace(ConversationHead head, long seq, String type, long at, int keyVersion) {
        return (subject(head) + "|event|" + seq + "|" + type + "|" + at + "|" + keyVersion)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] titlePlace(ConversationHead head, int keyVersion) {
        return (subject(head) + "|title|" + keyVersion).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isUnsealed() {
        return store.hasOnly("conversation", "seal is null");
    }

    /** Encrypts each event again, because its time was not authenticated either. */
    @Override
    public void sealExisting() {
        List<?> ids =
                store.read(entities -> entities.createNativeQuery("select id from conversation where seal is null")
                        .getResultList());
        for (Object id : ids) {
            store.write((JpaWrite) entities -> sealExisting(entities, (String) id));
        }
    }

    private void sealExisting(EntityManager entities, String id) {
        StoredConversation row = sealedRow(entities, id);
        Key key = keys.key(id);
        ConversationHead head = head(row, null);
        List<?> events = entities.createNativeQuery(
                        "select seq, type, at, payload from event where conversation_id = ?1 order by seq")
                .setParameter(1, id)
                .getResultList();
        for (Object each : events) {
            Object[] event = (Object[]) each;
            long seq = ((Number) event[0]).longValue();
            String type = (String) event[1];
            byte[] payload = key.key().open((byte[]) event[3], untimedPlace(head, seq, type, key.version()));
            byte[] place = eventPlace(head, seq, type, ((Number) event[2]).longValue(), key.version());
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

    /** Fills in the columns shown in lists for rows of an earlier version, as far as possible without opening conversations. */
    public void completeRows() {
        List<StoredConversation> rows;
        do {
            rows = rows(HEADS + " where c.state is null limit ?1", ROWS_AT_ONCE);
            for (StoredConversation row : rows) {
                complete(row.id);
            }
        } while (rows.size() == ROWS_AT_ONCE);
    }

    private void complete(String id) {
        Key key = keys.key(id);
        store.write((JpaWrite) entities -> {
            StoredConversation row = sealedRow(entities, id);
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
            save(entities, row, key);
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

    private static byte[] untimedPlace(ConversationHead head, long seq, String type, int keyVersion) {
        return (subject(head) + "|event|" + seq + "|" + type + "|" + keyVersion).getBytes(StandardCharsets.UTF_8);
    }
}
