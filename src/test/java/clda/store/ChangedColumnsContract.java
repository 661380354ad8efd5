package clda.store;

import static org.assertj.core.api.Assertions.assertThat;

import clda.audit.Anchor;
import clda.audit.AuditTrail;
import clda.audit.EventAudit;
import clda.audit.jpa.JpaAuditTrail;
import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationStore;
import clda.conversation.RecordedEvent;
import clda.conversation.Requester;
import clda.conversation.TurnEvent.TurnCancelled;
import clda.conversation.TurnEvent.TurnStarted;
import clda.conversation.jpa.JpaConversationKeys;
import clda.conversation.jpa.JpaConversationStore;
import clda.dialogue.Approval;
import clda.dialogue.ApprovalBook;
import clda.dialogue.BackgroundTask;
import clda.dialogue.Schedule;
import clda.dialogue.ScheduleBook;
import clda.dialogue.TaskBook;
import clda.dialogue.jpa.JpaApprovalBook;
import clda.dialogue.jpa.JpaScheduleBook;
import clda.dialogue.jpa.JpaTaskBook;
import clda.effects.Effect;
import clda.effects.EffectClass;
import clda.effects.EffectLedger;
import clda.effects.jpa.JpaEffectLedger;
import clda.events.OutgoingEvents;
import clda.events.jpa.JpaOutbox;
import clda.kit.AllPages;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.memory.Fact;
import clda.memory.FactBook;
import clda.memory.jpa.JpaFactBook;
import clda.security.Damages;
import clda.security.KeyRing.Damaged;
import clda.security.RowSeals;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import clda.tools.ApprovalRule;
import jakarta.persistence.PersistenceException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody who can write to the database, but has no key, changes one column after the other. Each change is noticed when the row
 * is used, and the lists in which it stands go on.
 */
@Timeout(300)
public abstract class ChangedColumnsContract {

    private static final Instant T0 = Instant.ofEpochMilli(1_780_000_000_123L);
    private static final List<String> IDS = List.of("c1", "c2", "c3");
    private static final int CHANGES_AT_LEAST = 300;

    /** Tables and the columns by which their rows are found; all their columns are changed. */
    private static final Map<String, List<String>> TABLES = tables();

    @TempDir
    protected Path dataDir;

    private SeEngine engine;
    private JpaStore store;

    protected abstract TestDatabase database();

    private static Map<String, List<String>> tables() {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        tables.put("conversation", List.of("id"));
        tables.put("event", List.of("conversation_id", "seq"));
        tables.put("effect", List.of("effect_key"));
        tables.put("approval", List.of("id"));
        tables.put("background_task", List.of("id"));
        tables.put("schedule", List.of("id"));
        tables.put("fact", List.of("tenant", "person", "number"));
        tables.put("audit_entry", List.of("epoch", "number"));
        return tables;
    }

    @BeforeEach
    void fill() {
        engine = SeEngine.on(dataDir, database());
        store = engine.store();
        Reader reader = new Reader();
        AuditTrail audit = new JpaAuditTrail(store, engine.keyRing(), engine.seals());
        ConversationStore conversations = new JpaConversationStore(
                store,
                reader.keys,
                engine.seals(),
                List.of(
                        new EventAudit(audit, Clock.systemUTC()),
                        new OutgoingEvents(new JpaOutbox(store, engine.seals())::put, () -> 0, Clock.systemUTC())));
        for (String id : IDS) {
            ConversationHead head = ConversationHead.begun(id, "default", "alice", "About " + id, T0);
            conversations.create(head);
            conversations.append(
                    head,
                    List.of(
                            new RecordedEvent(1, null, T0, new ConversationRenamed("On " + id)),
                            new RecordedEvent(
                                    2,
                                    "t1",
                                    T0,
                                    new TurnStarted("pay", new Requester("alice", List.of("user")), null, null)),
                            new RecordedEvent(3, "t1", T0, new TurnCancelled("alice", "no longer wanted"))),
                    List.of(
                            reader.ledger.intend(effect("e-" + id, id), List.of()),
                            reader.approvals.open(approval("a-" + id, id)),
                            reader.tasks.add(task("b-" + id, id))));
            store.write((JpaWrite) entities -> reader.schedules.addNow(schedule("s-" + id, id)));
            reader.facts.add(fact(id), 100);
            conversations.append(head, List.of(), List.of(reader.ledger.dispatch("e-" + id, 1)));
            conversations.append(head, List.of(), List.of(reader.ledger.settle("e-" + id, 1, Effect.State.UNKNOWN)));
        }
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** What uses the rows, with nothing in memory from before. */
    private final class Reader {
        final Damages damages = new Damages(Clock.systemUTC());
        final RowSeals seals = new RowSeals(engine.keyRing(), damages);
        final JpaConversationKeys keys = new JpaConversationKeys(store, engine.keyRing(), seals);
        final ConversationStore conversations = new JpaConversationStore(store, keys, seals, List.of());
        final ConversationLog log = new ConversationLog(conversations, Clock.systemUTC(), 1_000_000, store);
        final EffectLedger ledger = new JpaEffectLedger(store, seals, Clock.systemUTC());
        final ApprovalBook approvals = new JpaApprovalBook(store, seals);
        final ScheduleBook schedules = new JpaScheduleBook(store, engine.keyRing(), seals);
        final FactBook facts = new JpaFactBook(store, engine.keyRing(), seals);
        final TaskBook tasks = new JpaTaskBook(store, seals);
        final AuditTrail audit = new JpaAuditTrail(store, engine.keyRing(), seals);

        /** Lists, which never fail. */
        void list() {
            conversations.list("default", "alice", null, false, 100);
            conversations.list("default", "bob", null, false, 100);
            conversations.list("other", "alice", null, false, 100);
            conversations.list("default", "alice", null, true, 100);
            AllPages.of(ledger, "default");
            AllPages.of(ledger, "other");
            AllPages.of(approvals, "default");
            AllPages.of(approvals, "other");
            approvals.overdue(T0.plusSeconds(1_000_000), 100);
            tasks.claimable(100);
            tasks.unwanted(1);
            schedules.of("default", "alice", null, 100);
            schedules.of("default", "bob", null, 100);
            schedules.before(T0.plusSeconds(1_000_000), null, 100);
            facts.of("default", "alice");
            facts.of("default", "bob");
            facts.of("other", "alice");
            audit.newest("default", null, null, 100);
            audit.newest("other", null, null, 100);
            new JpaOutbox(store, seals).waiting(T0, 1_000);
        }

        /** Each thing by itself, as somebody who knows of it would. */
        void use() {
            for (String id : IDS) {
                orDamaged(() -> conversations.find(id));
                orDamaged(() -> log.view(id, conversation -> conversation.lastSeq()));
                orDamaged(() -> ledger.find("e-" + id));
                orDamaged(() -> approvals.find("a-" + id));
                orDamaged(() -> tasks.find("b-" + id));
                orDamaged(() -> schedules.find("s-" + id));
                schedules.in(id);
            }
        }

        boolean noticed(List<Anchor> anchors) {
            return !damages.all().isEmpty() || !audit.verify(anchors, () -> {}).whole();
        }
    }

    private static void orDamaged(Supplier<?> use) {
        try {
            use.get();
        } catch (Damaged e) {
            // That is what this is about.
        }
    }

    @Test
    void aChangeOfAnyColumnIsNoticedAndTheListsGoOn() {
        // Given all rows of all tables as they were written
        Reader before = new Reader();
        List<Anchor> anchors = before.audit.end().stream().toList();
        before.list();
        before.use();
        assertThat(before.damages.all()).isEmpty();
        assertThat(before.audit.verify(anchors, () -> {}).whole()).isTrue();

        // When one column after the other is changed, and put back
        int changes = 0;
        List<String> unnoticed = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (Map.Entry<String, List<String>> table : TABLES.entrySet()) {
            for (Change change : changes(table.getKey(), table.getValue())) {
                if (!change.make(store)) {
                    continue;
                }
                changes++;
                Reader reader = new Reader();
                try {
                    reader.list();
                    reader.use();
                    if (!reader.noticed(anchors)) {
                        unnoticed.add(change.toString());
                    }
                } catch (RuntimeException e) {
                    failed.add(change + ": " + e);
                } finally {
                    change.undo(store);
                }
            }
        }

        // Then
        System.out.println(changes + " changes of single columns, " + unnoticed.size() + " unnoticed, " + failed.size()
                + " lists that failed");
        assertThat(failed).isEmpty();
        assertThat(unnoticed).isEmpty();
        assertThat(changes).isGreaterThanOrEqualTo(CHANGES_AT_LEAST);
        Reader after = new Reader();
        after.list();
        after.use();
        assertThat(after.damages.all()).isEmpty();
    }

    @Test
    void theEndOfALogThatIsCutOffIsNoticed() {
        // Given a log of three events, of which the last is taken away
        sql("delete from event where conversation_id = 'c1' and seq = 3");

        // When it is opened
        Reader reader = new Reader();
        reader.list();
        reader.use();

        // Then that conversation is damaged, and no other
        assertThat(reader.damages.all()).extracting(Damages.Damage::what).containsExactly("conversation c1");
    }

    @Test
    void anEventThatIsTakenOutOfTheMiddleIsNoticed() {
        sql("delete from event where conversation_id = 'c1' and seq = 2");

        Reader reader = new Reader();
        reader.use();

        assertThat(reader.damages.all()).extracting(Damages.Damage::what).containsExactly("conversation c1");
    }

    @Test
    void whoCutsOffTheEndCannotChangeTheNumberOfTheLastEvent() {
        sql("delete from event where conversation_id = 'c1' and seq = 3");
        sql("update conversation set last_seq = 2 where id = 'c1'");

        Reader reader = new Reader();
        reader.use();

        assertThat(reader.damages.all()).extracting(Damages.Damage::what).containsExactly("conversation c1");
    }

    /** One column of one row, with another value. */
    private record Change(
            String table, String column, Map<String, Object> key, @Nullable Object from, @Nullable Object to) {

        boolean make(JpaStore store) {
            try {
                return set(store, key, to) == 1;
            } catch (PersistenceException refused) {
                return false;
            }
        }

        void undo(JpaStore store) {
            Map<String, Object> moved = new LinkedHashMap<>(key);
            if (key.containsKey(column) && to != null) {
                moved.put(column, to);
            }
            set(store, moved, from);
        }

        private int set(JpaStore store, Map<String, Object> where, @Nullable Object value) {
            List<Integer> changed = new ArrayList<>();
            store.write((JpaWrite) entities -> {
                StringBuilder sql = new StringBuilder("update " + table + " set " + column + " = "
                        + (value == null ? "null" : "?1") + " where 1 = 1");
                int number = 2;
                for (String name : where.keySet()) {
                    sql.append(" and ").append(name).append(" = ?").append(number++);
                }
                var update = entities.createNativeQuery(sql.toString());
                if (value != null) {
                    update.setParameter(1, value);
                }
                number = 2;
                for (Object part : where.values()) {
                    update.setParameter(number++, part);
                }
                changed.add(update.executeUpdate());
            });
            return changed.getLast();
        }

        @Override
        public String toString() {
            return table + "." + column + " of " + key + " from " + words(from) + " to " + words(to);
        }

        private static String words(@Nullable Object value) {
            return value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value);
        }
    }

    private List<Change> changes(String table, List<String> key) {
        List<Change> changes = new ArrayList<>();
        for (String column : columns(table)) {
            List<?> rows = store.read(entities -> entities.createNativeQuery("select " + String.join(", ", key) + ", "
                            + column + " from " + table + " order by " + String.join(", ", key))
                    .getResultList());
            for (Object each : rows.subList(0, Math.min(3, rows.size()))) {
                Object[] row = (Object[]) each;
                Map<String, Object> where = new LinkedHashMap<>();
                for (int i = 0; i < key.size(); i++) {
                    where.put(key.get(i), row[i]);
                }
                Object value = row[key.size()];
                for (Object other : others(value, rows, key.size())) {
                    changes.add(new Change(table, column, where, value, other));
                }
            }
        }
        return changes;
    }

    private List<String> columns(String table) {
        return switch (table) {
            case "conversation" ->
                List.of(
                        "tenant",
                        "owner",
                        "title",
                        "archived",
                        "created_at",
                        "data_key",
                        "last_seq",
                        "updated_at",
                        "state",
                        "turns",
                        "said_seq",
                        "read_seq",
                        "seal");
            case "event" -> List.of("seq", "type", "at", "payload");
            case "effect" ->
                List.of(
                        "tenant",
                        "conversation_id",
                        "turn_id",
                        "call_id",
                        "tool",
                        "effect_class",
                        "arguments_hash",
                        "state",
                        "undoes",
                        "undoes_key",
                        "resolved_by",
                        "epoch",
                        "sent_at",
                        "changed_at",
                        "seal");
            case "approval" ->
                List.of(
                        "tenant",
                        "conversation_id",
                        "turn_id",
                        "call_id",
                        "requester",
                        "role",
                        "delegate",
                        "expires_at",
                        "created_at",
                        "state",
                        "seal");
            case "background_task" ->
                List.of(
                        "tenant",
                        "conversation_id",
                        "turn_id",
                        "call_id",
                        "state",
                        "epoch",
                        "attempts",
                        "cancelling",
                        "deadline",
                        "created_at",
                        "seal");
            case "schedule" ->
                List.of(
                        "tenant",
                        "conversation_id",
                        "number",
                        "owner",
                        "roles",
                        "what",
                        "doing",
                        "every",
                        "zone",
                        "next_at",
                        "untrusted",
                        "seal");
            case "fact" ->
                List.of(
                        "words",
                        "only_in",
                        "by_whom",
                        "from_conversation",
                        "from_turn",
                        "at",
                        "corrected_at",
                        "untrusted",
                        "seal");
            case "audit_entry" -> List.of("number", "tenant", "conversation_id", "payload");
            default -> throw new IllegalArgumentException(table);
        };
    }

    /** Other values of the same type: plausible ones, and some that are none. */
    private static List<Object> others(@Nullable Object value, List<?> rows, int index) {
        List<Object> others = new ArrayList<>();
        switch (value) {
            case null -> others.addAll(List.of("bob"));
            case Boolean flag -> others.add(!flag);
            case Number number -> others.addAll(List.of(number.longValue() + 1, number.longValue() + 1_000));
            case byte[] bytes -> {
                byte[] first = bytes.clone();
                first[0] ^= 1;
                byte[] last = bytes.clone();
                last[last.length - 1] ^= 1;
                others.addAll(List.of(first, last, Arrays.copyOf(bytes, bytes.length / 2), new byte[0]));
                rows.stream()
                        .map(row -> (byte[]) ((Object[]) row)[index])
                        .filter(other -> other != null && !Arrays.equals(other, bytes))
                        .findFirst()
                        .ifPresent(others::add);
            }
            default ->
                others.addAll(List.of("bob", "other", "requester", "READ", "INTENT", "t2").stream()
                        .filter(other -> !other.equals(value))
                        .toList());
        }
        return others;
    }

    private static Effect effect(String key, String conversationId) {
        return new Effect(
                key,
                "default",
                conversationId,
                "t1",
                "t1-c1",
                "pay",
                EffectClass.KEYED,
                "hash",
                Effect.State.INTENT,
                null,
                0,
                null,
                T0);
    }

    private static Approval approval(String id, String conversationId) {
        return new Approval(
                id,
                "default",
                conversationId,
                "t1",
                "t1-c1",
                "alice",
                ApprovalRule.By.APPROVER,
                null,
                T0.plusSeconds(60),
                T0,
                Approval.State.PENDING);
    }

    private static BackgroundTask task(String id, String conversationId) {
        return new BackgroundTask(
                id,
                "default",
                conversationId,
                "t1",
                "t1-c1",
                BackgroundTask.State.WAITING,
                0,
                0,
                false,
                T0.plusSeconds(60),
                T0);
    }

    private static Schedule schedule(String id, String conversationId) {
        return new Schedule(
                id,
                "default",
                conversationId,
                0,
                new Requester("alice", List.of("user")),
                "pay the rent",
                true,
                null,
                T0.plusSeconds(60),
                false);
    }

    private static Fact fact(String conversationId) {
        return new Fact(
                "default",
                "alice",
                0,
                "likes tea",
                null,
                new Fact.Origin(Fact.By.PERSON, conversationId, "t1"),
                T0,
                null,
                false);
    }

    private void sql(String statement) {
        store.write((JpaWrite) entities -> entities.createNativeQuery(statement).executeUpdate());
    }
}
