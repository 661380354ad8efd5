package clda.store;

import static org.assertj.core.api.Assertions.assertThat;

import clda.boot.RandomIds;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationStore;
import clda.conversation.Requester;
import clda.conversation.jpa.JpaConversationKeys;
import clda.conversation.jpa.JpaConversationStore;
import clda.dialogue.Approval;
import clda.dialogue.ApprovalBook;
import clda.dialogue.ApprovalBook.Wanted;
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
import clda.kit.AllPages;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.nlu.MissedSentences;
import clda.nlu.MissedSentences.Missed;
import clda.nlu.MissedSentences.Why;
import clda.nlu.jpa.JpaMissedSentences;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import clda.tools.ApprovalRule.By;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists that are read in parts: nothing twice, nothing left out, and only what is asked for. */
public abstract class ListsContract {

    private static final Instant T0 = Instant.ofEpochMilli(1_780_000_000_123L);

    @TempDir
    protected Path dataDir;

    private SeEngine engine;
    private JpaStore store;
    private ApprovalBook approvals;
    private EffectLedger ledger;
    private ScheduleBook schedules;
    private MissedSentences missed;
    private TaskBook tasks;

    protected abstract TestDatabase database();

    @BeforeEach
    void open() {
        engine = SeEngine.on(dataDir, database());
        store = engine.store();
        approvals = new JpaApprovalBook(store, engine.seals());
        ledger = new JpaEffectLedger(store, engine.seals(), Clock.systemUTC());
        schedules = new JpaScheduleBook(store, engine.keyRing(), engine.seals());
        missed = new JpaMissedSentences(store);
        tasks = new JpaTaskBook(store, engine.seals());
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void write(Stream<Write> writes) {
        store.write(writes.map(JpaWrite.class::cast).toList());
    }

    private void sql(String statement) {
        store.write((JpaWrite) entities -> entities.createNativeQuery(statement).executeUpdate());
    }

    /** The ids of all parts, in order. */
    private static <T> List<String> ids(Function<@Nullable Position, Page<Listed<T>>> list) {
        List<String> ids = new ArrayList<>();
        Position after = null;
        do {
            Page<Listed<T>> page = list.apply(after);
            page.items().forEach(row -> ids.add(row.position().id()));
            after = page.next();
        } while (after != null);
        return ids;
    }

    // Approvals

    private static Approval approval(String id, String requester, By by, @Nullable String delegate, Instant at) {
        return new Approval(
                id,
                "default",
                "c1",
                "t1",
                "t1-c1",
                requester,
                by,
                delegate,
                at.plusSeconds(60),
                at,
                Approval.State.PENDING);
    }

    private void asked(Approval... some) {
        write(Stream.of(some).map(approvals::open));
    }

    private List<String> seen(String person, boolean inOffice, @Nullable By by) {
        return ids(after -> approvals.pending(new Wanted("default", person, inOffice, by), after, 2));
    }

    private long count(String person, boolean inOffice, @Nullable By by) {
        return approvals.count(new Wanted("default", person, inOffice, by)).stream()
                .mapToLong(ApprovalBook.Waiting::count)
                .sum();
    }

    @Test
    void theMailsOfOnePersonHideNoRefundFromApprovers() {
        // Given a thousand mails that wait for the one who wrote them, and then a refund
        write(Stream.iterate(0, i -> i + 1)
                .limit(1_000)
                .map(i -> approvals.open(approval("m" + i, "alice", By.REQUESTER, null, T0))));
        asked(approval("r1", "bob", By.APPROVER, null, T0.plusSeconds(1)));

        // Then the first part of what approvers see is the refund, and the mails are there for whoever wrote them
        assertThat(seen("carol", true, null)).containsExactly("r1");
        assertThat(count("carol", true, null)).isEqualTo(1);
        assertThat(count("alice", false, null)).isEqualTo(1_000);
    }

    @Test
    void everyoneSeesTheirOwnWhatTheyAreNamedForAndApproversWhatApproversDecide() {
        asked(
                approval("a1", "alice", By.REQUESTER, null, T0),
                approval("a2", "alice", By.APPROVER, null, T0.plusMillis(1)),
                approval("b1", "bob", By.REQUESTER, "alice", T0.plusMillis(2)),
                approval("b2", "bob", By.APPROVER, "carol", T0.plusMillis(3)),
                approval("c1", "carol", By.REQUESTER, "carol", T0.plusMillis(4)));

        assertThat(seen("alice", false, null)).containsExactly("a1", "a2", "b1");
        assertThat(seen("bob", false, null)).containsExactly("b1", "b2");
        assertThat(seen("carol", true, null)).containsExactly("a2", "b2", "c1");
        assertThat(seen("carol", true, By.APPROVER)).containsExactly("a2", "b2");
        assertThat(seen("carol", true, By.REQUESTER)).containsExactly("c1");
        assertThat(seen("alice", false, By.APPROVER)).containsExactly("a2");
        for (String person : List.of("alice", "bob", "carol", "dora")) {
            boolean inOffice = person.equals("carol");
            for (By by : new By[] {null, By.REQUESTER, By.APPROVER}) {
                assertThat(count(person, inOffice, by))
                        .isEqualTo(seen(person, inOffice, by).size());
            }
        }
    }

    @Test
    void nobodySeesWhatWaitsInAnotherTenant() {
        asked(approval("a1", "alice", By.APPROVER, null, T0));

        assertThat(ids(after -> approvals.pending(new Wanted("other", "alice", true, null), after, 10)))
                .isEmpty();
        assertThat(approvals.count(new Wanted("other", "alice", true, null))).isEmpty();
    }

    @Test
    void whatWasAskedForAtTheSameTimeIsListedOnce() {
        // Given ids in which letters and signs are mixed, as they are in real ones, all of one millisecond
        RandomIds random = new RandomIds();
        List<Approval> waiting = Stream.generate(random::get)
                .limit(101)
                .map(id -> approval(id, id.length() % 2 == 0 ? "alice" : "carol", By.APPROVER, "carol", T0))
                .toList();
        write(waiting.stream().map(approvals::open));

        for (int size : List.of(1, 7, 100, 101, 200)) {
            List<String> ids =
                    ids(after -> approvals.pending(new Wanted("default", "carol", false, null), after, size));
            assertThat(ids).hasSize(101);
            assertThat(new HashSet<>(ids)).hasSize(101);
        }
    }

    @Test
    void aDamagedApprovalIsOneMarkedRow() {
        asked(
                approval("a1", "alice", By.APPROVER, null, T0),
                approval("a2", "alice", By.APPROVER, null, T0),
                approval("a3", "alice", By.APPROVER, null, T0));

        sql("update approval set requester = 'bob' where id = 'a2'");

        Page<Listed<Approval>> page = approvals.pending(new Wanted("default", "carol", true, null), null, 3);
        assertThat(page.items()).extracting(row -> row.position().id()).containsExactly("a1", "a2", "a3");
        assertThat(page.items()).extracting(Listed::isDamaged).containsExactly(false, true, false);
        assertThat(page.next()).isNull();
    }

    @Test
    void approvalsThatAreDamagedKeepNoOtherFromExpiring() {
        asked(
                approval("a1", "alice", By.APPROVER, null, T0),
                approval("a2", "alice", By.APPROVER, null, T0),
                approval("a3", "alice", By.APPROVER, null, T0.plusSeconds(1)));
        sql("update approval set requester = 'bob' where id in ('a1', 'a2')");

        assertThat(approvals.overdue(T0.plusSeconds(100), 2))
                .extracting(Approval::id)
                .containsExactly("a3");
    }

    @Test
    void theFingerprintOfATenantChangesWithWhatWaits() {
        List<Integer> prints = new ArrayList<>();
        prints.add(approvals.fingerprint("default"));
        asked(approval("a1", "alice", By.APPROVER, null, T0));
        prints.add(approvals.fingerprint("default"));
        write(Stream.of(approvals.delegate("a1", "carol")));
        prints.add(approvals.fingerprint("default"));
        write(Stream.of(approvals.delegate("a1", "erin")));
        prints.add(approvals.fingerprint("default"));
        write(Stream.of(
                approvals.close("a1", Approval.State.DENIED),
                approvals.open(approval("a2", "alice", By.APPROVER, "erin", T0.plusMillis(1)))));
        prints.add(approvals.fingerprint("default"));

        assertThat(prints).doesNotHaveDuplicates();
        assertThat(approvals.fingerprint("default")).isEqualTo(prints.getLast());
        assertThat(approvals.fingerprint("other")).isEqualTo(prints.getFirst());
    }

    // Schedules

    private void planned(String id, String owner, Instant next) {
        store.write((JpaWrite) entities -> schedules.addNow(new Schedule(
                id, "default", "c1", 0, new Requester(owner, List.of("user")), "call", false, null, next, false)));
    }

    private List<String> planned(String owner) {
        return ids(after -> schedules.of("default", owner, after, 3));
    }

    @Test
    void whatAPersonHasPlannedIsListedTheNextFirst() {
        for (int i = 0; i < 10; i++) {
            planned("s" + i, i % 5 == 0 ? "bob" : "alice", T0.plusMillis(10 - i / 2));
        }

        assertThat(planned("alice")).containsExactly("s8", "s9", "s6", "s7", "s4", "s2", "s3", "s1");
        assertThat(schedules.count("default", "alice")).isEqualTo(8);
        assertThat(planned("bob")).containsExactly("s5", "s0");
        assertThat(schedules.count("other", "alice")).isZero();
    }

    @Test
    void aDamagedScheduleIsOneMarkedRow() {
        Stream.of("s1", "s2", "s3").forEach(id -> planned(id, "alice", T0));
        sql("update schedule set doing = true where id = 's2'");

        assertThat(schedules.of("default", "alice", null, 3).items())
                .extracting(Listed::isDamaged)
                .containsExactly(false, true, false);
    }

    // Missed sentences

    @Test
    void missedSentencesOfOneMomentAreEachListedOnce() {
        for (int i = 0; i < 10; i++) {
            missed.note(new Missed("default", "c" + i / 3, "t" + i, Why.UNKNOWN, T0));
        }
        missed.note(new Missed("default", "c0", "t0", Why.DISLIKED, T0.plusMillis(9)));
        missed.note(new Missed("default", "c9", "t99", Why.DISLIKED, T0.plusMillis(1)));
        missed.note(new Missed("other", "c9", "t99", Why.DISLIKED, T0.plusMillis(1)));

        List<String> ids = ids(before -> missed.newest("default", before, 4));
        assertThat(ids).hasSize(11).doesNotHaveDuplicates();
        assertThat(ids.getFirst()).isEqualTo("c9.t99");
        assertThat(missed.count("default")).isEqualTo(11);
        assertThat(missed.find("default", "c9", "t99")).isPresent();
        assertThat(missed.find("other", "c0", "t0")).isEmpty();
    }

    @Test
    void aMissedSentenceForNoReasonIsOneMarkedRow() {
        missed.note(new Missed("default", "c1", "t1", Why.UNKNOWN, T0));
        missed.note(new Missed("default", "c1", "t2", Why.UNKNOWN, T0));
        sql("update missed_sentence set why = 'nothing' where turn_id = 't2'");

        assertThat(missed.newest("default", null, 2).items())
                .extracting(Listed::isDamaged)
                .containsExactly(true, false);
    }

    // Tasks

    private Write begun(String id, String conversation, BackgroundTask.State state, Instant at) {
        return tasks.add(new BackgroundTask(
                id, "default", conversation, "t1", "t1-c1", state, 0, 0, false, at.plusSeconds(60), at));
    }

    @Test
    void tasksAreListedForWhoeverHasTheConversationTheNewestFirst() {
        conversation("ca", "alice");
        conversation("cb", "bob");
        write(Stream.of(
                begun("b1", "ca", BackgroundTask.State.COMPLETED, T0),
                begun("b2", "ca", BackgroundTask.State.WAITING, T0),
                begun("b3", "cb", BackgroundTask.State.WAITING, T0),
                begun("b4", "ca", BackgroundTask.State.FAILED, T0.plusMillis(1)),
                begun("b5", "ca", BackgroundTask.State.RUNNING, T0.minusMillis(1))));
        sql("update background_task set deadline = 1 where id = 'b4'");
        Set<BackgroundTask.State> all = EnumSet.allOf(BackgroundTask.State.class);
        Set<BackgroundTask.State> open = EnumSet.of(BackgroundTask.State.WAITING, BackgroundTask.State.RUNNING);

        assertThat(ids(before -> tasks.of("default", "alice", all, before, 2))).containsExactly("b4", "b2", "b1", "b5");
        assertThat(ids(before -> tasks.of("default", "alice", open, before, 1))).containsExactly("b2", "b5");
        assertThat(tasks.count("default", "alice", all)).isEqualTo(4);
        assertThat(tasks.count("default", "bob", open)).isEqualTo(1);
        assertThat(tasks.count("other", "alice", all)).isZero();
        assertThat(tasks.of("default", "alice", all, null, 4).items().getFirst().isDamaged())
                .isTrue();
    }

    // Effects of which nobody knows

    private void conversation(String id, String owner) {
        ConversationStore events = new JpaConversationStore(
                store, new JpaConversationKeys(store, engine.keyRing(), engine.seals()), engine.seals(), List.of());
        events.create(ConversationHead.begun(id, "default", owner, null, T0));
    }

    private static Effect effect(String key, String conversation, @Nullable String undoes) {
        return new Effect(
                key,
                "default",
                conversation,
                "t1",
                "t1-c1",
                "pay",
                EffectClass.KEYED,
                "hash",
                Effect.State.INTENT,
                undoes,
                0,
                null,
                T0);
    }

    private Stream<Write> ended(Effect effect, Effect.State state) {
        return Stream.of(
                ledger.intend(effect, List.of()),
                ledger.dispatch(effect.key(), 1),
                ledger.settle(effect.key(), 1, state));
    }

    private List<String> unsettled(@Nullable String owner) {
        return ids(after -> ledger.unsettled("default", owner, after, 2));
    }

    @Test
    void whatNobodyKnowsIsListedForItsOwnerAndForTheOffice() {
        conversation("ca", "alice");
        conversation("cb", "bob");
        write(ended(effect("e1", "ca", null), Effect.State.UNKNOWN));
        write(ended(effect("e2", "cb", null), Effect.State.UNKNOWN));
        write(ended(effect("e3", "cb", "e0"), Effect.State.FAILED));
        write(ended(effect("e4", "cb", null), Effect.State.FAILED));
        write(ended(effect("e5", "ca", null), Effect.State.DONE));
        write(ended(effect("e6", "ca", null), Effect.State.UNKNOWN));
        write(Stream.of(ledger.resolve("e6", Effect.State.DONE, "carol")));

        assertThat(unsettled(null)).containsExactlyInAnyOrder("e1", "e2", "e3");
        assertThat(unsettled("alice")).containsExactly("e1");
        assertThat(unsettled("bob")).containsExactlyInAnyOrder("e2", "e3");
        assertThat(ledger.countUnsettled("default", "bob"))
                .containsExactly(new EffectLedger.Unsettled("pay", "bob", 2));
        assertThat(ledger.countUnsettled("default", null))
                .containsExactlyInAnyOrder(
                        new EffectLedger.Unsettled("pay", "alice", 1), new EffectLedger.Unsettled("pay", "bob", 2));
        assertThat(ledger.countUnsettled("other", null)).isEmpty();
        assertThat(AllPages.of(ledger, "other")).isEmpty();
    }

    @Test
    void aDamagedEffectIsOneMarkedRow() {
        conversation("ca", "alice");
        write(Stream.of("e1", "e2", "e3").flatMap(key -> ended(effect(key, "ca", null), Effect.State.UNKNOWN)));
        sql("update effect set arguments_hash = 'other' where effect_key = 'e2'");

        Page<Listed<Effect>> page = ledger.unsettled("default", null, null, 3);

        assertThat(page.items())
                .filteredOn(Listed::isDamaged)
                .extracting(row -> row.position().id())
                .containsExactly("e2");
        assertThat(page.items()).hasSize(3);
    }

    @Test
    void theFingerprintOfUnsettledEffectsChangesWithThem() {
        conversation("ca", "alice");
        List<Integer> prints = new ArrayList<>();
        prints.add(ledger.fingerprint("default"));
        write(ended(effect("e1", "ca", null), Effect.State.UNKNOWN));
        prints.add(ledger.fingerprint("default"));
        write(ended(effect("e2", "ca", null), Effect.State.UNKNOWN));
        prints.add(ledger.fingerprint("default"));

        assertThat(prints).doesNotHaveDuplicates();
        write(Stream.of("e1", "e2").map(key -> ledger.resolve(key, Effect.State.DONE, "carol")));
        assertThat(ledger.fingerprint("default")).isEqualTo(prints.getFirst());
    }
}
