package clda.conversation.jpa;

import clda.conversation.CachedPages;
import clda.conversation.Companion;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationStore;
import clda.conversation.PageCache;
import clda.conversation.RecordedEvent;
import clda.conversation.jpa.JpaConversationKeys.Key;
import clda.security.KeyRing;
import clda.security.RowSeals;
import clda.security.SealsRows;
import clda.store.Position;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The conversation store with one row per event, inserted once and never updated. Payloads and titles are encrypted under the
 * conversation's data key; tenant, conversation, number, type, time and key version are authenticated with them, so that a row
 * can be decrypted only in its original place. The row of a conversation is sealed, including the number of its last event.
 */
public final class JpaConversationStore implements ConversationStore, SealsRows {

    private static final Position NEWEST = new Position(Instant.ofEpochMilli(Long.MAX_VALUE), "");

    private final JpaStore store;
    private final JpaConversationKeys keys;
    private final ConversationRows conversationRows;
    private final EventRows eventRows;
    private final EarlierRows earlier;
    private final CachedPages pages;
    private final List<Companion> companions;

    public JpaConversationStore(JpaStore store, JpaConversationKeys keys, RowSeals seals, List<Companion> companions) {
        this(store, keys, seals, PageCache.NONE, companions);
    }

    /** @param cache of pages that other nodes have read; nothing depends on it */
    public JpaConversationStore(
            JpaStore store, JpaConversationKeys keys, RowSeals seals, PageCache cache, List<Companion> companions) {
        this.store = store;
        this.keys = keys;
        this.conversationRows = new ConversationRows(store, keys, seals);
        this.eventRows = new EventRows(store, keys, seals, conversationRows);
        this.earlier = new EarlierRows(store, keys, seals, conversationRows);
        this.pages = new CachedPages(cache, keys, store);
        this.companions = List.copyOf(companions);
    }

    @Override
    public void create(ConversationHead head) {
        KeyRing.NewDataKey fresh = keys.fresh(head.tenant(), head.id());
        Key key = new Key(fresh.key(), fresh.keyVersion());
        store.write((JpaWrite) entities -> conversationRows.insert(entities, head, key, fresh.wrapped()));
        keys.keep(head.id(), key);
    }

    @Override
    public Optional<ConversationHead> find(String conversationId) {
        return conversationRows.find(conversationId);
    }

    @Override
    public List<ConversationHead> list(
            String tenant, String owner, @Nullable Position before, boolean archived, int limit) {
        Position from = before == null ? NEWEST : before;
        return conversationRows.heads(
                ConversationRows.SELECT
                        + " where c.tenant = ?1 and c.owner = ?2 and c.archived = ?3 and (c.updated_at, c.id) < (?4, ?5)"
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
        return eventRows.lastSeqs(conversationIds);
    }

    @Override
    public Write beginRun(String conversationId, long epoch) {
        return RunningTurns.begin(conversationId, epoch);
    }

    @Override
    public Write takeOverRun(String conversationId, long epoch) {
        return RunningTurns.takeOver(conversationId, epoch);
    }

    @Override
    public Write leaveRun(String conversationId, long epoch) {
        return RunningTurns.leave(conversationId, epoch);
    }

    @Override
    public Write takeLeftRun(String conversationId, long epoch) {
        return RunningTurns.takeLeft(conversationId, epoch);
    }

    @Override
    public List<ConversationHead> left(String after, int limit) {
        return conversationRows.heads(
                ConversationRows.SELECT + " join running_turn on running_turn.conversation_id = c.id"
                        + RunningTurns.LEFT + " and c.id > ?1 order by c.id limit ?2",
                after,
                limit);
    }

    @Override
    public Write endRun(String conversationId, long epoch) {
        return RunningTurns.end(conversationId, epoch);
    }

    @Override
    public Write forgetRun(String conversationId, long seen) {
        return RunningTurns.forget(conversationId, seen);
    }

    @Override
    public List<ConversationHead> abandoned(int limit) {
        return conversationRows.heads(
                ConversationRows.SELECT + " join running_turn on running_turn.conversation_id = c.id"
                        + RunningTurns.ABANDONED + RunningTurns.NOT_LEFT + " limit ?1",
                limit);
    }

    @Override
    public void read(String conversationId, long upTo) {
        Key key = keys.key(conversationId);
        store.write((JpaWrite) entities -> {
            StoredConversation row = conversationRows.checked(entities, conversationId, key);
            if (upTo > row.readSeq && upTo <= row.lastSeq) {
                row.readSeq = upTo;
                conversationRows.save(entities, row, key);
            }
        });
    }

    @Override
    public void append(ConversationHead head, List<RecordedEvent> events, List<Write> alongside) {
        Key key = keys.key(head.id());
        List<JpaWrite> writes = new ArrayList<>(alongside.size() + 1);
        List<EventRows.Row> rows =
                events.stream().map(event -> EventRows.row(head, key, event)).toList();
        // The number is taken before anything else is changed, so that a conflict does not roll back other writes in
        // the same commit.
        writes.add(entities -> {
            rows.forEach(row -> EventRows.insert(entities, head, row));
            if (!events.isEmpty()) {
                conversationRows.advance(entities, head, key, events);
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
                EventRows.insert(entities, head, EventRows.row(head, key, event));
            } catch (SequenceTaken e) {
                throw new WorkUndone(e);
            }
            conversationRows.advance(entities, head, key, List.of(event));
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

    @Override
    public List<RecordedEvent> read(ConversationHead head, long after, int limit) {
        return pages.read(head, after, limit, () -> eventRows.read(head, after, limit));
    }

    @Override
    public long beginningOf(String conversationId, int turns, long before) {
        return eventRows.beginningOf(conversationId, turns, before);
    }

    @Override
    public void erase(String conversationId, List<Write> alongside) {
        Optional<ConversationHead> head = find(conversationId);
        keys.forget(conversationId);
        List<JpaWrite> writes = new ArrayList<>();
        addAll(alongside, writes);
        head.ifPresent(it -> companions.forEach(companion -> addAll(companion.withErasure(it), writes)));
        writes.add(entities -> eraseRows(entities, conversationId));
        store.write(writes);
    }

    private static void eraseRows(EntityManager entities, String conversationId) {
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
    }

    @Override
    public boolean isUnsealed() {
        return earlier.areUnsealed();
    }

    @Override
    public void sealExisting() {
        earlier.seal();
    }

    /** Fills in the columns shown in lists for rows of an earlier version, as far as possible without opening conversations. */
    public void completeRows() {
        earlier.complete();
    }
}
