package clda.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import clda.boot.RandomIds;
import clda.conversation.*;
import clda.conversation.CallEvent.*;
import clda.conversation.ConversationEvent;
import clda.conversation.ConversationEvent.*;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationStore;
import clda.conversation.ConversationStore.SequenceTaken;
import clda.conversation.EventType;
import clda.conversation.MessageRole;
import clda.conversation.RecordedEvent;
import clda.conversation.TurnEvent.*;
import clda.conversation.jpa.JpaConversationKeys;
import clda.conversation.jpa.JpaConversationStore;
import clda.dialogue.Approval;
import clda.dialogue.ApprovalBook;
import clda.dialogue.jpa.JpaApprovalBook;
import clda.effects.Effect;
import clda.effects.EffectClass;
import clda.effects.EffectLedger;
import clda.effects.jpa.JpaEffectLedger;
import clda.json.Json;
import clda.kit.AllPages;
import clda.kit.Faults;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.security.KeyRing;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import clda.tools.ApprovalRule;
import clda.web.IdempotentRequests;
import clda.web.IdempotentRequests.Answer;
import clda.web.IdempotentRequests.Known;
import clda.web.jpa.JpaIdempotentRequests;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does, whatever database is behind it. */
@Timeout(60)
public abstract class StoreContract {

    private static final Instant T0 = Instant.ofEpochMilli(1_780_000_000_123L);
    private static final Requester ALICE = new Requester("alice", List.of("user"));

    private static final long GONE = 1_000_000;

    @TempDir
    protected Path dataDir;

    private TestDatabase database;
    private SeEngine engine;
    private JpaStore store;
    private ConversationStore events;
    private EffectLedger ledger;
    private ApprovalBook approvals;
    private IdempotentRequests requests;
    private Faults line;

    /** The database of this test; called again, another line to the same one. */
    protected abstract TestDatabase database();

    @BeforeEach
    void open() {
        database = database();
        line = database.faults();
        engine = SeEngine.on(dataDir, database);
        store = engine.store();
        events = new JpaConversationStore(
                store, new JpaConversationKeys(store, engine.keyRing(), engine.seals()), engine.seals(), List.of());
        ledger = new JpaEffectLedger(store, engine.seals(), Clock.systemUTC());
        approvals = new JpaApprovalBook(store, engine.seals());
        requests = new JpaIdempotentRequests(store, engine.keyRing(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        line.away(false);
        line.full(false);
        engine.close();
    }

    private ConversationHead conversation(String owner) {
        return conversation("default", owner, null, T0);
    }

    private ConversationHead conversation(String tenant, String owner, String title, Instant at) {
        ConversationHead head = ConversationHead.begun(new RandomIds().get(), tenant, owner, title, at);
        events.create(head);
        return head;
    }

    private static RecordedEvent event(long seq, ConversationEvent event) {
        return new RecordedEvent(seq, "t1", T0.plusMillis(seq), event);
    }

    private static RecordedEvent renamed(long seq, String title) {
        return new RecordedEvent(seq, null, T0.plusMillis(seq), new ConversationRenamed(title));
    }

    private void append(ConversationHead head, RecordedEvent... recorded) {
        events.append(head, List.of(recorded), List.of());
    }

    private List<Long> numbers(ConversationHead head) {
        return events.read(head, 0, 10_000).stream().map(RecordedEvent::seq).toList();
    }

    // Heads

    @Test
    void aNewConversationIsFound() {
        ConversationHead head = conversation("default", "alice", "Orders", T0);

        assertThat(events.find(head.id())).contains(head);
    }

    @Test
    void nobodysConversationIsNotFound() {
        assertThat(events.find("AAAAAAAAAAAAAAAAAAAAAA")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Orders", "订单", "مرحبا", "👩‍👩‍👧 family", "'; drop table event; --", " "})
    void aTitleComesBackAsItWasGiven(String title) {
        ConversationHead head = conversation("default", "alice", title, T0);

        assertThat(events.find(head.id()).orElseThrow().title()).isEqualTo(title);
    }

    @Test
    void anIdIsUsedOnce() {
        ConversationHead head = conversation("alice");

        assertThatThrownBy(() -> events.create(head)).isInstanceOf(RuntimeException.class);
        assertThat(events.find(head.id())).contains(head);
    }

    @Test
    void renamingChangesTheTitleAndTheTime() {
        ConversationHead head = conversation("alice");

        append(head, renamed(1, "new"));

        ConversationHead found = events.find(head.id()).orElseThrow();
        assertThat(found.title()).isEqualTo("new");
        assertThat(found.updatedAt()).isEqualTo(T0.plusMillis(1));
    }

    @Test
    void archivingMovesAConversationToTheOtherList() {
        ConversationHead head = conversation("alice");

        append(head, new RecordedEvent(1, null, T0, new ConversationArchived(true)));

        assertThat(events.list("default", "alice", null, false, 10)).isEmpty();
        assertThat(events.list("default", "alice", null, true, 10))
                .extracting(ConversationHead::id)
                .containsExactly(head.id());
    }

    @Test
    void aListHasTheNewestFirst() {
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(i -> conversation("default", "alice", null, T0.plusSeconds(i))
                        .id())
                .toList();

        assertThat(events.list("default", "alice", null, false, 10))
                .extracting(ConversationHead::id)
                .containsExactlyElementsOf(ids.reversed());
    }

    @Test
    void aListGoesOnWhereThePageBeforeEnded() {
        IntStream.range(0, 5).forEach(i -> conversation("default", "alice", null, T0.plusSeconds(i)));
        List<ConversationHead> first = events.list("default", "alice", null, false, 3);

        List<ConversationHead> rest =
                events.list("default", "alice", first.getLast().position(), false, 3);

        assertThat(first).hasSize(3);
        assertThat(rest).hasSize(2).doesNotContainAnyElementsOf(first);
    }

    @Test
    void aListLosesNoneOfThoseThatChangedInTheSameInstant() {
        List<String> ids =
                IntStream.range(0, 25).mapToObj(i -> conversation("alice").id()).toList();

        List<String> listed = new ArrayList<>();
        Position position = null;
        List<ConversationHead> page;
        do {
            page = events.list("default", "alice", position, false, 4);
            page.forEach(head -> listed.add(head.id()));
            position = page.isEmpty() ? position : page.getLast().position();
        } while (!page.isEmpty());

        assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aListShowsStateTurnsAndWhetherThereIsSomethingNew() {
        ConversationHead head = conversation("alice");
        ConversationLog log = new ConversationLog(events, Clock.systemUTC(), 1_000_000, store);

        log.append(head.id(), Append.of("t1", new TurnStarted("hello", ALICE, null, null)));
        assertThat(listed(head)).returns("running", ConversationHead::state).returns(1, ConversationHead::turns);
        assertThat(listed(head).unread()).isFalse();

        log.append(head.id(), Append.of("t1", new TurnCompleted("Hello.", null, null)));
        assertThat(listed(head)).returns("idle", ConversationHead::state).returns(true, ConversationHead::unread);

        events.read(head.id(), 1);
        assertThat(listed(head).unread()).isTrue();
        events.read(head.id(), 2);
        assertThat(listed(head).unread()).isFalse();
        events.read(head.id(), 1_000);
        log.append(head.id(), Append.of("t2", new TurnStarted("and now?", ALICE, null, null)));
        log.append(head.id(), Append.of("t2", new TurnCompleted("Still here.", null, null)));
        assertThat(listed(head)).returns(2, ConversationHead::turns).returns(true, ConversationHead::unread);
    }

    private ConversationHead listed(ConversationHead head) {
        return events.list("default", head.owner(), null, false, 10).stream()
                .filter(each -> each.id().equals(head.id()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAppendPutsAConversationOnTop() {
        ConversationHead older = conversation("default", "alice", null, T0);
        conversation("default", "alice", null, T0.plusMillis(1));

        append(older, new RecordedEvent(1, null, T0.plusSeconds(9), new ConversationRenamed("x")));

        assertThat(events.list("default", "alice", null, false, 1))
                .extracting(ConversationHead::id)
                .containsExactly(older.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"default|bob", "other|alice", "default|ALICE", "default|"})
    void nobodySeesAnothersList(String who) {
        conversation("alice");

        assertThat(events.list(who.split("\\|", -1)[0], who.split("\\|", -1)[1], null, false, 10))
                .isEmpty();
    }

    // Append and read

    static Stream<ConversationEvent> oneOfEachKind() {
        ObjectNode arguments =
                Json.MAPPER.createObjectNode().put("order", "A-1001").put("amount", new BigDecimal("12.5"));
        return Stream.of(
                new TurnQueued(
                        "later",
                        ALICE,
                        "m2",
                        "t1",
                        new Trigger(Trigger.Kind.TASK, "task-1", "prepare_statement", arguments, arguments),
                        null,
                        true),
                ConversationOpened.BY_AI,
                new TurnStarted("订单到哪了？", ALICE, "m1", null),
                new TurnStarted("look", ALICE, "m1", null, null, List.of(new ImageRef("i1", "image/png")), true),
                new TurnResumed(2),
                new IntentRecognized(
                        "find_order", 0.93, Map.of("order", new SlotValue("A-1001", "a1001")), IntentSource.LOCAL),
                new MessageCompleted(
                        "t1-m1", MessageRole.ASSISTANT, "It has shipped. 已发货 🚚", "m", new MessageUsage(3, 4), null),
                new ToolRequested("t1-c1", 1, "find_order", arguments, "READ"),
                new ApprovalRequested("a1", "t1-c1", "send_email", arguments, "hash", T0, "requester"),
                new ApprovalDelegated("a1", "t1-c1", "carol", "bob"),
                new ApprovalDecided("a1", "t1-c1", Decision.APPROVE, "alice", "fine", arguments, "hash", true, "m7"),
                new PromptPinned(1, "zh"),
                new ModelChosen("spare"),
                new RecordingChanged(true),
                new ToolStarted("t1-c1"),
                new ConversationSummarized(
                        "t0", List.of(new SummaryNote(SummaryNote.Kind.VALUE, "t0", "orderNumber: A-1001"))),
                new ToolProgress("t1-c1", 40, "half way"),
                new ToolCompleted("t1-c1", arguments),
                new ToolFailed("t1-c1", new ToolError("timeout", "The tool did not answer in time.")),
                new ToolUnknown("t1-c1", "key"),
                new ToolResolved("t1-c1", Resolution.NOT_DONE, "carol", "asked the bank"),
                new TaskStarted("task-1", "t1-c1", "prepare_statement"),
                new TaskCompleted("task-1", "t1-c1", arguments, true),
                new TaskFailed("task-1", "t1-c1", new ToolError("cancelled", "It was stopped."), true),
                new TaskUnknown("task-1", "t1-c1", "key"),
                new TurnCancelling("alice"),
                new TurnCompleted(
                        "Which order?",
                        new Frame("refund", Map.of(), List.of("order"), true, 2),
                        List.of(new Frame("mail", Map.of("to", new SlotValue("b", "B")), List.of("body")))),
                new TurnFailed(new ProblemDetails("about:blank", "Model", "It did not answer.", true)),
                new TurnCancelled("alice", "It has"),
                new TurnInterrupted("The server stopped 4 times during this turn."),
                new ConversationRenamed("Orders"),
                new ConversationArchived(true));
    }

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void everyKindOfEventComesBackAsItWas(ConversationEvent event) {
        ConversationHead head = conversation("alice");
        RecordedEvent recorded = event(1, event);

        append(head, recorded);

        assertThat(events.read(head, 0, 10)).containsExactly(recorded);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void noKindOfEventIsForgottenHere(EventType type) {
        assertThat(oneOfEachKind().map(EventType::of)).contains(type);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10_000, 1_000_000})
    void aTextOfAnyLengthComesBackWhole(int length) {
        ConversationHead head = conversation("alice");
        String text = "字".repeat(length);

        append(head, renamed(1, text));

        assertThat(((ConversationRenamed) events.read(head, 0, 1).getFirst().event()).title())
                .isEqualTo(text);
    }

    @Test
    void manyEventsOfOneAppendKeepTheirOrder() {
        ConversationHead head = conversation("alice");

        append(
                head,
                LongStream.rangeClosed(1, 300)
                        .mapToObj(seq -> renamed(seq, "t" + seq))
                        .toArray(RecordedEvent[]::new));

        assertThat(numbers(head))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 300).boxed().toList());
    }

    @Test
    void readingBeginsAfterThePosition() {
        ConversationHead head = conversation("alice");
        append(head, renamed(1, "a"), renamed(2, "b"), renamed(3, "c"));

        assertThat(events.read(head, 1, 10)).extracting(RecordedEvent::seq).containsExactly(2L, 3L);
    }

    @Test
    void readingEndsAtTheLimit() {
        ConversationHead head = conversation("alice");
        append(head, renamed(1, "a"), renamed(2, "b"), renamed(3, "c"));

        assertThat(events.read(head, 0, 2)).extracting(RecordedEvent::seq).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4, Long.MAX_VALUE})
    void readingAtOrBehindTheEndGivesNothing(long after) {
        ConversationHead head = conversation("alice");
        append(head, renamed(1, "a"), renamed(2, "b"), renamed(3, "c"));

        assertThat(events.read(head, after, 10)).isEmpty();
    }

    @Test
    void conversationsDoNotMix() {
        ConversationHead one = conversation("alice");
        ConversationHead two = conversation("alice");

        append(one, renamed(1, "one"));
        append(two, renamed(1, "two"), renamed(2, "two"));

        assertThat(numbers(one)).containsExactly(1L);
        assertThat(numbers(two)).containsExactly(1L, 2L);
    }

    // Conflict

    @Test
    void aTakenNumberIsRefused() {
        ConversationHead head = conversation("alice");
        append(head, renamed(1, "mine"));

        assertThatThrownBy(() -> append(head, renamed(1, "theirs"))).isInstanceOf(SequenceTaken.class);
        assertThat(events.read(head, 0, 10)).containsExactly(renamed(1, "mine"));
    }

    @Test
    void anAppendWithOneTakenNumberStoresNothing() {
        ConversationHead head = conversation("alice");
        append(head, renamed(1, "a"), renamed(2, "b"));

        assertThatThrownBy(() -> append(head, renamed(2, "c"), renamed(3, "d"))).isInstanceOf(SequenceTaken.class);
        assertThat(numbers(head)).containsExactly(1L, 2L);
    }

    @Test
    void theLoserOfARaceStoresNothing() throws Exception {
        ConversationHead head = conversation("alice");
        List<Throwable> outcomes = inParallel(8, i -> catchThrowable(() -> append(head, renamed(1, "writer " + i))));

        assertThat(outcomes).filteredOn(failure -> failure == null).hasSize(1);
        assertThat(outcomes)
                .filteredOn(failure -> failure instanceof SequenceTaken)
                .hasSize(7);
        assertThat(numbers(head)).containsExactly(1L);
    }

    @Test
    void aConflictDoesNotTouchWhatIsCommittedWithIt() throws Exception {
        ConversationHead busy = conversation("alice");
        append(busy, renamed(1, "first"));
        List<ConversationHead> others =
                Stream.generate(() -> conversation("alice")).limit(20).toList();

        inParallel(
                21,
                i -> i == 20
                        ? catchThrowable(() -> append(busy, renamed(1, "again")))
                        : catchThrowable(() -> append(others.get(i), renamed(1, "fine"))));

        assertThat(others).allSatisfy(head -> assertThat(numbers(head)).containsExactly(1L));
    }

    @Test
    void anotherWriterOnTheSameDatabaseIsSeenAndRefused() {
        ConversationHead head = conversation("alice");
        try (SeEngine other = SeEngine.on(dataDir, database())) {
            new JpaConversationStore(
                            other.store(),
                            new JpaConversationKeys(other.store(), other.keyRing(), other.seals()),
                            other.seals(),
                            List.of())
                    .append(head, List.of(renamed(1, "elsewhere")), List.of());
        }

        assertThatThrownBy(() -> append(head, renamed(1, "here"))).isInstanceOf(SequenceTaken.class);
    }

    // Several writes, one transaction

    @Test
    void whatIsWrittenAlongsideIsThere() {
        ConversationHead head = conversation("alice");
        Effect effect = effect("k1");

        events.append(head, List.of(renamed(1, "x")), List.of(ledger.intend(effect, List.of())));

        assertThat(ledger.find("k1")).isPresent();
    }

    @Test
    void whatFailsAlongsideTakesTheEventsWithIt() {
        ConversationHead head = conversation("alice");

        assertThatThrownBy(() -> events.append(head, List.of(renamed(1, "x")), List.of(ledger.dispatch("none", 1))))
                .isInstanceOf(EffectLedger.NotClaimed.class);
        assertThat(numbers(head)).isEmpty();
    }

    @Test
    void aConflictTakesWhatIsAlongsideWithIt() {
        ConversationHead head = conversation("alice");
        append(head, renamed(1, "x"));

        assertThatThrownBy(() ->
                        events.append(head, List.of(renamed(1, "y")), List.of(ledger.intend(effect("k1"), List.of()))))
                .isInstanceOf(SequenceTaken.class);
        assertThat(ledger.find("k1")).isEmpty();
    }

    @Test
    void workWithinATransactionIsStoredWithItsEvent() {
        ConversationHead head = conversation("alice");

        events.appendWithin(
                head,
                () -> {
                    store.inTransaction(entities -> ticket(entities, 7_001));
                    return renamed(1, "x");
                },
                List.of());

        assertThat(tickets(7_001)).isEqualTo(1);
        assertThat(numbers(head)).containsExactly(1L);
    }

    @Test
    void workThatThrowsLeavesNothing() {
        ConversationHead head = conversation("alice");

        assertThatThrownBy(() -> events.appendWithin(
                        head,
                        () -> {
                            store.inTransaction(entities -> ticket(entities, 7_002));
                            throw new IllegalStateException("the tool failed");
                        },
                        List.of()))
                .hasMessage("the tool failed");
        assertThat(tickets(7_002)).isZero();
        assertThat(numbers(head)).isEmpty();
    }

    @Test
    void workWhoseEventIsRefusedLeavesNothing() {
        ConversationHead head = conversation("alice");
        append(head, renamed(1, "x"));

        assertThatThrownBy(() -> events.appendWithin(
                        head,
                        () -> {
                            store.inTransaction(entities -> ticket(entities, 7_003));
                            return renamed(1, "y");
                        },
                        List.of()))
                .isInstanceOf(RuntimeException.class);
        assertThat(tickets(7_003)).isZero();
    }

    @Test
    void nobodyTakesPartInATransactionThatIsNotTheirs() {
        assertThatThrownBy(() -> store.inTransaction(entities -> ticket(entities, 7_004)))
                .isInstanceOf(IllegalStateException.class);
    }

    // Encryption

    @Test
    void aPayloadMovedToAnotherNumberDoesNotOpen() {
        ConversationHead head = conversation("alice");
        append(head, renamed(1, "a"), renamed(2, "b"));

        sql("update event set payload = (select payload from event where conversation_id = '" + head.id()
                + "' and seq = 2) where conversation_id = '" + head.id() + "' and seq = 1");

        assertThatThrownBy(() -> events.read(head, 0, 10)).isInstanceOf(KeyRing.Damaged.class);
    }

    @Test
    void aPayloadMovedToAnotherConversationDoesNotOpen() {
        ConversationHead one = conversation("alice");
        ConversationHead two = conversation("alice");
        append(one, renamed(1, "one"));
        append(two, renamed(1, "two"));

        sql("update event set payload = (select payload from event where conversation_id = '" + two.id()
                + "') where conversation_id = '" + one.id() + "'");

        assertThatThrownBy(() -> events.read(one, 0, 10)).isInstanceOf(KeyRing.Damaged.class);
    }

    @Test
    void aPayloadOfAnotherKindDoesNotOpen() {
        ConversationHead head = conversation("alice");
        append(head, event(1, new ToolStarted("t1-c1")));

        sql("update event set type = 'tool.unknown' where conversation_id = '" + head.id() + "'");

        assertThatThrownBy(() -> events.read(head, 0, 10)).isInstanceOf(KeyRing.Damaged.class);
    }

    @Test
    void aKeyGivenToAnotherOwnersTenantDoesNotOpen() {
        ConversationHead head = conversation("alice");
        append(head, renamed(1, "a"));

        sql("update conversation set tenant = 'other' where id = '" + head.id() + "'");

        assertThatThrownBy(() -> reopened().find(head.id())).isInstanceOf(KeyRing.Damaged.class);
    }

    @Test
    void titlesAndTextsAreNotReadableInTheDatabase() {
        ConversationHead head = conversation("default", "alice", "canary-title", T0);
        append(head, event(1, new TurnStarted("canary-text", ALICE, null, null)));

        byte[] title = bytes("select title from conversation where id = '" + head.id() + "'");
        byte[] payload = bytes("select payload from event where conversation_id = '" + head.id() + "'");

        assertThat(new String(title, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("canary");
        assertThat(new String(payload, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("canary");
    }

    @Test
    void theSameTextIsNeverTheSameBytes() {
        ConversationHead one = conversation("alice");
        ConversationHead two = conversation("alice");
        append(one, renamed(1, "same"));
        append(two, renamed(1, "same"));

        assertThat(bytes("select payload from event where conversation_id = '" + one.id() + "'"))
                .isNotEqualTo(bytes("select payload from event where conversation_id = '" + two.id() + "'"));
    }

    // Erasure

    @Test
    void anErasedConversationIsGone() {
        ConversationHead head = conversation("alice");
        append(head, renamed(1, "x"));

        events.erase(head.id(), List.of());

        assertThat(events.find(head.id())).isEmpty();
        assertThat(events.read(head, 0, 10)).isEmpty();
        assertThat(events.list("default", "alice", null, false, 10)).isEmpty();
    }

    @Test
    void erasingTakesNothingElse() {
        ConversationHead gone = conversation("alice");
        ConversationHead kept = conversation("alice");
        append(kept, renamed(1, "kept"));

        events.erase(gone.id(), List.of());

        assertThat(numbers(kept)).containsExactly(1L);
    }

    @Test
    void nothingCanBeAppendedToAnErasedConversation() {
        ConversationHead head = conversation("alice");
        events.erase(head.id(), List.of());

        assertThatThrownBy(() -> append(head, renamed(1, "late"))).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void erasingTwiceIsErasing() {
        ConversationHead head = conversation("alice");
        events.erase(head.id(), List.of());

        events.erase(head.id(), List.of());

        assertThat(events.find(head.id())).isEmpty();
    }

    // Running turns and nodes

    @Test
    void aTurnThatRunsOnANodeThatIsAliveIsNotAbandoned() {
        ConversationHead head = conversation("alice");

        events.append(head, List.of(), List.of(events.beginRun(head.id(), store.epoch())));

        assertThat(events.abandoned(10)).isEmpty();
    }

    @Test
    void aTurnOfANodeThatIsGoneIsFoundAndCanBeTakenOnce() {
        ConversationHead head = conversation("alice");
        events.append(head, List.of(), List.of(events.beginRun(head.id(), GONE)));

        assertThat(events.abandoned(10)).extracting(ConversationHead::id).containsExactly(head.id());
        events.append(head, List.of(), List.of(events.takeOverRun(head.id(), store.epoch())));
        assertThat(events.abandoned(10)).isEmpty();
        assertThatThrownBy(() -> events.append(head, List.of(), List.of(events.takeOverRun(head.id(), store.epoch()))))
                .isInstanceOf(ConversationStore.RunTaken.class);
    }

    @Test
    void aTurnThatIsLeftToAnotherNodeIsNotAbandonedAndCanBeTakenOnce() {
        ConversationHead head = conversation("alice");
        events.append(head, List.of(), List.of(events.beginRun(head.id(), store.epoch())));

        events.append(head, List.of(), List.of(events.leaveRun(head.id(), store.epoch())));

        assertThat(events.abandoned(10)).isEmpty();
        assertThat(events.left("", 10)).extracting(ConversationHead::id).containsExactly(head.id());
        assertThat(events.left(head.id(), 10)).isEmpty();
        events.append(head, List.of(), List.of(events.takeLeftRun(head.id(), store.epoch())));
        assertThat(events.left("", 10)).isEmpty();
        assertThatThrownBy(() -> events.append(head, List.of(), List.of(events.takeLeftRun(head.id(), store.epoch()))))
                .isInstanceOf(ConversationStore.RunTaken.class);
    }

    @Test
    void aRunIsNotForgottenByWhoDoesNotKnowThatItsTurnHasBegun() {
        ConversationHead head = conversation("alice");
        events.append(head, List.of(renamed(1, "x")), List.of(events.beginRun(head.id(), GONE)));

        assertThatThrownBy(() -> events.append(head, List.of(), List.of(events.forgetRun(head.id(), 0))))
                .isInstanceOf(ConversationStore.SequenceTaken.class);
        assertThat(events.abandoned(10)).hasSize(1);

        events.append(head, List.of(), List.of(events.forgetRun(head.id(), 1)));
        assertThat(events.abandoned(10)).isEmpty();
    }

    @Test
    void ofTwoNodesOneRunsTheTurn() {
        ConversationHead head = conversation("alice");
        try (SeEngine other = SeEngine.on(dataDir.resolve("other"), database())) {
            ConversationStore theirs = new JpaConversationStore(
                    other.store(),
                    new JpaConversationKeys(other.store(), engine.keyRing(), engine.seals()),
                    engine.seals(),
                    List.of());
            theirs.append(
                    head,
                    List.of(),
                    List.of(theirs.beginRun(head.id(), other.store().epoch())));

            assertThatThrownBy(() -> events.append(head, List.of(), List.of(events.beginRun(head.id(), store.epoch()))))
                    .isInstanceOf(ConversationStore.RunTaken.class);
        }
    }

    @Test
    void whatAnotherNodeRunsCannotBeEnded() {
        ConversationHead head = conversation("alice");
        events.append(head, List.of(), List.of(events.beginRun(head.id(), store.epoch())));

        assertThatThrownBy(() -> events.append(
                        head, List.of(renamed(1, "x")), List.of(events.endRun(head.id(), store.epoch() + 1))))
                .isInstanceOf(ConversationStore.RunTaken.class);
        assertThat(numbers(head)).isEmpty();
    }

    @Test
    void everyNodeHasAHigherEpochThanThoseBefore() {
        try (SeEngine later = SeEngine.on(dataDir.resolve("later"), database())) {
            assertThat(later.store().epoch()).isGreaterThan(store.epoch());
            assertThat(store.alive()).contains(store.epoch(), later.store().epoch());
        }
        assertThat(store.alive()).containsExactly(store.epoch());
    }

    @Test
    void whoComesBackUnderItsNameFencesTheOneBefore() {
        try (SeEngine first = named("twin")) {
            Lease before = first.store().lease();
            try (SeEngine second = named("twin")) {
                long after = second.store().epoch();

                assertThat(store.alive()).contains(after).doesNotContain(before.epoch());
                assertThatThrownBy(() -> first.store().write((JpaWrite) before.held()))
                        .isInstanceOf(Fenced.class);
            }
        }
    }

    @Test
    void aNodeThatWasFencedJoinsAnewAndWhatItBeganBeforeIsRefused() {
        try (SeEngine first = named("twin")) {
            Lease before = first.store().lease();
            named("twin").close();
            noticesThatItIsFenced(first);

            first.store().write((JpaWrite) entities -> {});

            assertThatThrownBy(() -> first.store().write((JpaWrite) before.held()))
                    .isInstanceOf(Fenced.class);
            assertThat(before.certain()).isFalse();
            first.store().write((JpaWrite) first.store().lease().held());
        }
    }

    @Test
    void nothingIsLeftOfWhatAFencedNodeWantedToStore() {
        try (SeEngine first = named("twin")) {
            ConversationStore theirs = new JpaConversationStore(
                    first.store(),
                    new JpaConversationKeys(first.store(), engine.keyRing(), engine.seals()),
                    engine.seals(),
                    List.of());
            ConversationHead head = conversation("alice");
            Lease before = first.store().lease();
            named("twin").close();
            noticesThatItIsFenced(first);

            assertThatThrownBy(() -> theirs.append(head, List.of(renamed(1, "stale")), List.of(before.held())))
                    .isInstanceOf(Fenced.class);

            assertThat(numbers(head)).isEmpty();
        }
    }

    @Test
    void aRefusedWriteIsRefusedAlsoWhenTheCommitOfTheOthersIsNotAnswered() throws Exception {
        ConversationHead head = conversation("alice");
        append(head, renamed(1, "taken"));
        line.loseAnswersOfCommits(3);

        List<Throwable> outcomes = inParallel(
                16,
                i -> catchThrowable(() -> {
                    if (i % 2 == 0) {
                        append(head, renamed(1, "late"));
                    } else {
                        conversation("bob");
                    }
                }));

        assertThat(outcomes).filteredOn(SequenceTaken.class::isInstance).hasSize(8);
        assertThat(outcomes).filteredOn(failure -> failure == null).hasSize(8);
    }

    @Test
    void aRefusedWriteCostsNobodyElseTheCommit() throws Exception {
        ConversationHead head = conversation("alice");
        append(head, renamed(1, "taken"));

        List<Throwable> outcomes = inParallel(
                16,
                i -> catchThrowable(() -> {
                    if (i % 2 == 0) {
                        append(head, renamed(1, "late"));
                    } else {
                        conversation("bob");
                    }
                }));

        assertThat(outcomes).filteredOn(SequenceTaken.class::isInstance).hasSize(8);
        assertThat(outcomes).filteredOn(failure -> failure == null).hasSize(8);
    }

    /** By this write, or by the one before with which it has renewed its lease. */
    private static void noticesThatItIsFenced(SeEngine node) {
        catchThrowable(() -> node.store().write((JpaWrite) entities -> {}));
    }

    private SeEngine named(String node) {
        return new SeEngine.Options(dataDir.resolve(node), new ScriptedModel())
                .database(database())
                .node(node)
                .open();
    }

    // Concurrency

    @Test
    void manyWritersOfManyConversationsLoseNothing() throws Exception {
        List<ConversationHead> heads =
                Stream.generate(() -> conversation("alice")).limit(32).toList();

        inParallel(32, i -> {
            for (long seq = 1; seq <= 20; seq++) {
                append(heads.get(i), renamed(seq, "t" + seq));
            }
            return null;
        });

        assertThat(heads).allSatisfy(head -> assertThat(numbers(head))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList()));
    }

    @Test
    void aReaderNeverSeesPartOfAnAppend() throws Exception {
        ConversationHead head = conversation("alice");
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());

        inParallel(2, i -> {
            for (int n = 0; n < 60; n++) {
                if (i == 0) {
                    append(head, renamed(n * 3L + 1, "a"), renamed(n * 3L + 2, "b"), renamed(n * 3L + 3, "c"));
                } else {
                    seen.add(numbers(head).size());
                }
            }
            return null;
        });

        assertThat(seen).allSatisfy(size -> assertThat(size % 3).isZero());
    }

    @Test
    void ofTwoWhoClaimAnEffectOneGetsIt() throws Exception {
        ConversationHead head = conversation("alice");
        events.append(head, List.of(), List.of(ledger.intend(effect("k1"), List.of())));

        List<Throwable> outcomes = inParallel(
                6, i -> catchThrowable(() -> events.append(head, List.of(), List.of(ledger.dispatch("k1", 5)))));

        assertThat(outcomes).filteredOn(failure -> failure == null).hasSize(1);
        assertThat(outcomes)
                .filteredOn(EffectLedger.NotClaimed.class::isInstance)
                .hasSize(5);
    }

    // Effects

    @Test
    void anEffectComesBackAsItWas() {
        ConversationHead head = conversation("alice");
        Effect effect = effect("k1");

        events.append(head, List.of(), List.of(ledger.intend(effect, List.of())));

        assertThat(ledger.find("k1")).contains(effect);
    }

    @Test
    void anEffectGoesFromIntentToDone() {
        store.write(writes(ledger.intend(effect("k1"), List.of()), ledger.dispatch("k1", 3)));

        store.write(writes(ledger.settle("k1", 3, Effect.State.DONE)));

        assertThat(ledger.find("k1").orElseThrow().state()).isEqualTo(Effect.State.DONE);
    }

    @Test
    void anEarlierStartCannotSettleWhatALaterOneHasClaimed() {
        store.write(writes(
                ledger.intend(effect("k1"), List.of()), ledger.dispatch("k1", 3), ledger.dispatchAgain("k1", 3, 4)));

        assertThatThrownBy(() -> store.write(writes(ledger.settle("k1", 3, Effect.State.DONE))))
                .isInstanceOf(EffectLedger.NotClaimed.class);
    }

    @Test
    void anUnknownEffectIsListedUntilItIsResolved() {
        store.write(writes(
                ledger.intend(effect("k1"), List.of()),
                ledger.dispatch("k1", 3),
                ledger.settle("k1", 3, Effect.State.UNKNOWN)));
        assertThat(AllPages.of(ledger, "default")).extracting(Effect::key).containsExactly("k1");
        assertThat(AllPages.of(ledger, "other")).isEmpty();

        store.write(writes(ledger.resolve("k1", Effect.State.DONE, "carol")));

        assertThat(AllPages.of(ledger, "default")).isEmpty();
    }

    // Approvals

    @Test
    void anApprovalIsDecidedOnce() {
        store.write(writes(approvals.open(approval("a1", T0))));
        store.write(writes(approvals.close("a1", Approval.State.APPROVED)));

        assertThatThrownBy(() -> store.write(writes(approvals.close("a1", Approval.State.DENIED))))
                .isInstanceOf(ApprovalBook.AlreadyDecided.class);
        assertThat(approvals.find("a1").orElseThrow().state()).isEqualTo(Approval.State.APPROVED);
    }

    @Test
    void onlyWaitingApprovalsAreListed() {
        store.write(writes(approvals.open(approval("a1", T0)), approvals.open(approval("a2", T0))));

        store.write(writes(approvals.close("a1", Approval.State.DENIED)));

        assertThat(AllPages.of(approvals, "default")).extracting(Approval::id).containsExactly("a2");
        assertThat(AllPages.of(approvals, "other")).isEmpty();
    }

    @Test
    void anApprovalIsOverdueFromItsExpiryOn() {
        store.write(writes(approvals.open(approval("a1", T0))));

        assertThat(approvals.overdue(T0.minusMillis(1), 10)).isEmpty();
        assertThat(approvals.overdue(T0, 10)).extracting(Approval::id).containsExactly("a1");
    }

    // Repeated requests

    @Test
    void aKeyIsClaimedOnce() throws Exception {
        List<Known> claims = inParallel(8, i -> requests.claim("key", "hash"));

        assertThat(claims).filteredOn(Known.First.class::isInstance).hasSize(1);
    }

    @Test
    void aRepeatedRequestGetsTheFirstAnswer() {
        Answer answer = new Answer(201, "/x", "application/json", "{\"id\":\"订单\"}");
        requests.claim("key", "hash");
        requests.answered("key", answer);

        assertThat(requests.claim("key", "hash")).isEqualTo(new Known.Answered(answer));
        assertThat(requests.claim("key", "other")).isEqualTo(new Known.OtherRequest());
    }

    @Test
    void aReleasedKeyIsFree() {
        requests.claim("released", "hash");
        requests.release("released");

        assertThat(requests.claim("released", "hash")).isEqualTo(new Known.First());
    }

    @Test
    void aKeyIsFreeWhenTheNodeIsGoneThatWasToAnswer() {
        requests.claim("ours", "hash");
        try (SeEngine other = SeEngine.on(dataDir.resolve("other"), database())) {
            new JpaIdempotentRequests(other.store(), engine.keyRing(), Clock.systemUTC()).claim("theirs", "hash");
        }

        requests.forgetUnanswered();

        assertThat(requests.claim("ours", "hash")).isEqualTo(new Known.Running());
        assertThat(requests.claim("theirs", "hash")).isEqualTo(new Known.First());
    }

    // Crash

    @Test
    void whatWasAcknowledgedIsThereForTheNextEngine() {
        ConversationHead head = conversation("default", "alice", "Orders", T0);
        append(head, renamed(1, "a"), renamed(2, "b"));

        ConversationStore next = reopened();

        assertThat(next.find(head.id()).orElseThrow().title()).isEqualTo("b");
        assertThat(next.read(head, 0, 10)).containsExactly(renamed(1, "a"), renamed(2, "b"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void aCommitWhoseAnswerIsLostHappensOnce(int lost) {
        ConversationHead head = conversation("alice");
        AtomicInteger runs = new AtomicInteger();
        line.loseAnswersOfCommits(lost);

        events.append(head, List.of(renamed(1, "a")), List.of((JpaWrite)
                entities -> ticket(entities, 8_000 + runs.incrementAndGet())));

        assertThat(numbers(head)).containsExactly(1L);
        assertThat(tickets(8_001)).isEqualTo(1);
        assertThat(runs).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void aCommitThatNeverArrivedIsSentAgain(int lost) {
        ConversationHead head = conversation("alice");
        line.failCommits(lost);

        append(head, renamed(1, "a"));

        assertThat(numbers(head)).containsExactly(1L);
    }

    @Test
    void writersWaitWhileTheDatabaseIsAwayAndLoseNothing() throws Exception {
        List<ConversationHead> heads =
                Stream.generate(() -> conversation("alice")).limit(8).toList();
        line.away(true);
        List<Future<Throwable>> writing = heads.stream()
                .map(head -> inBackground(() -> catchThrowable(() -> append(head, renamed(1, "x")))))
                .toList();
        Awaitility.await().until(store::away);

        line.away(false);

        for (Future<Throwable> one : writing) {
            assertThat(one.get()).isNull();
        }
        assertThat(store.away()).isFalse();
        assertThat(heads).allSatisfy(head -> assertThat(numbers(head)).containsExactly(1L));
    }

    @Test
    void aReaderWaitsWhileTheDatabaseIsAway() throws Exception {
        ConversationHead head = conversation("alice");
        append(head, renamed(1, "x"));
        line.away(true);
        Future<List<Long>> reading = inBackground(() -> numbers(head));
        Awaitility.await().until(store::away);
        assertThat(store.answers()).isFalse();

        line.away(false);

        assertThat(reading.get()).containsExactly(1L);
    }

    @Test
    void aDatabaseThatDoesNotAnswerAQuestionIsAwayUntilItDoes() {
        line.away(true);

        boolean answered = store.answers();

        assertThat(answered).isFalse();
        assertThat(store.away()).isTrue();
        line.away(false);
        Awaitility.await().until(() -> !store.away());
        assertThat(store.answers()).isTrue();
    }

    @Test
    void writersWaitWhileTheDiskIsFull() throws Exception {
        ConversationHead head = conversation("alice");
        line.full(true);
        Future<Throwable> writing = inBackground(() -> catchThrowable(() -> append(head, renamed(1, "x"))));
        Awaitility.await().until(store::away);

        line.full(false);

        assertThat(writing.get()).isNull();
        assertThat(numbers(head)).containsExactly(1L);
    }

    @Test
    void aStatementThatIsWrongIsNoOutage() {
        assertThatThrownBy(() -> sql("insert into no_such_table values (1)")).isInstanceOf(RuntimeException.class);

        assertThat(store.away()).isFalse();
    }

    @Test
    void aClosedStoreLetsNobodyWait() throws Exception {
        ConversationHead head = conversation("alice");
        line.away(true);
        Future<Throwable> writing = inBackground(() -> catchThrowable(() -> append(head, renamed(1, "x"))));
        Awaitility.await().until(store::away);

        store.close();

        assertThat(writing.get()).isNotNull();
    }

    // Words

    private ConversationStore reopened() {
        engine.close();
        engine = SeEngine.on(dataDir, database());
        return new JpaConversationStore(
                engine.store(),
                new JpaConversationKeys(engine.store(), engine.keyRing(), engine.seals()),
                engine.seals(),
                List.of());
    }

    private static Effect effect(String key) {
        return new Effect(
                key,
                "default",
                "c1",
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

    private static Approval approval(String id, Instant expiresAt) {
        return new Approval(
                id,
                "default",
                "c1",
                "t1",
                "t1-c1",
                "alice",
                ApprovalRule.By.APPROVER,
                null,
                expiresAt,
                T0,
                Approval.State.PENDING);
    }

    private static List<JpaWrite> writes(Write... writes) {
        return Stream.of(writes).map(JpaWrite.class::cast).toList();
    }

    private static int ticket(jakarta.persistence.EntityManager entities, int number) {
        return entities.createNativeQuery(
                        "insert into demo_ticket (ticket_number, opened_by, title, priority, opened_at) values (?1, 'a', ?2, 'low', 0)")
                .setParameter(1, number)
                .setParameter(2, new byte[] {1})
                .executeUpdate();
    }

    private long tickets(int number) {
        return store.read(entities -> (Number)
                        entities.createNativeQuery("select count(*) from demo_ticket where ticket_number = " + number)
                                .getSingleResult())
                .longValue();
    }

    private void sql(String statement) {
        store.write((JpaWrite) entities -> entities.createNativeQuery(statement).executeUpdate());
    }

    private byte[] bytes(String query) {
        return store.read(entities -> (byte[]) entities.createNativeQuery(query).getSingleResult());
    }

    private static <T> Future<T> inBackground(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
    }

    private interface Indexed<T> {
        T run(int index) throws Exception;
    }

    private static <T> List<T> inParallel(int count, Indexed<T> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = IntStream.range(0, count)
                    .mapToObj(i -> threads.submit(() -> work.run(i)))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }
}
