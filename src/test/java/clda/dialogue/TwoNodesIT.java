package clda.dialogue;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.EventType;
import clda.conversation.RecordedEvent;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.effects.EffectClass;
import clda.kit.Postgres;
import clda.kit.RecordingTool;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.tools.ToolContext;
import clda.tools.Traits;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one PostgreSQL: who carries a turn on, and what the other sees of it. */
class TwoNodesIT {

    @TempDir
    Path dir;

    private final ScriptedModel firstModel = new ScriptedModel();
    private final ScriptedModel secondModel = new ScriptedModel();
    private final CountDownLatch working = new CountDownLatch(1);
    private String database;
    private SeEngine first;
    private SeEngine second;

    @BeforeEach
    void makeDatabase() {
        database = Postgres.shared().url(Postgres.shared().newDatabaseWithTables());
    }

    @AfterEach
    void close() {
        Stream.of(first, second).filter(Objects::nonNull).forEach(SeEngine::close);
    }

    private SeEngine node(String name, ScriptedModel model, RecordingTool... tools) {
        return node(name, model, Duration.ofSeconds(2), tools);
    }

    private SeEngine node(String name, ScriptedModel model, Duration lease, RecordingTool... tools) {
        return new SeEngine.Options(dir.resolve(name), model)
                .database(TestDatabase.postgres(database))
                .keyFile(dir.resolve("key.json"))
                .node(name)
                .lease(lease)
                .tools(tools)
                .open()
                .start();
    }

    private void open(RecordingTool ofTheFirst, RecordingTool ofTheSecond) {
        first = node("first", firstModel, ofTheFirst);
        second = node("second", secondModel, ofTheSecond);
        eventually(() -> !first.store().alone() && !second.store().alone());
    }

    private static RecordingTool nothing() {
        return RecordingTool.doing("nothing", EffectClass.READ, context -> RecordingTool.ok());
    }

    private static void eventually(BooleanSupplier condition) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(condition::getAsBoolean);
    }

    private static Turn turn(SeEngine engine, String conversation, String turnId) {
        return engine.engine().conversations().viewTurn(ALICE, conversation, turnId, turn -> turn);
    }

    private JsonNode hangs(ToolContext context) {
        working.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return RecordingTool.ok();
    }

    /** As when its process stops: nothing is written any more, and nobody is told. */
    private static void stopsAnswering(SeEngine engine) {
        engine.freezes();
    }

    @Test
    void whatOneNodeStoresTheOtherShows() {
        open(nothing(), nothing());
        firstModel.answersWith("from the first");
        String id = first.engine().conversations().create(ALICE, null).id();
        AtomicInteger seen = new AtomicInteger();
        second.engine().conversations().follow(ALICE, id, 0, new Counting(seen));

        String turnId = first.engine().dialogue().say(ALICE, id, "hello", null);

        eventually(() -> seen.get() == 6);
        assertThat(turn(second, id, turnId).reply()).isEqualTo("from the first");
    }

    @Test
    void whatANodeStoredBeforeItLeftIsKnownToTheOneThatRemains() {
        open(nothing(), nothing());
        firstModel.answersWith("one").answersWith("two");
        String id = first.engine().conversations().create(ALICE, null).id();
        String one = first.engine().dialogue().say(ALICE, id, "one", null);
        eventually(() -> turn(second, id, one).state().settled());
        String two = first.engine().dialogue().say(ALICE, id, "two", null);
        eventually(() -> turn(first, id, two).state().settled());

        first.close();
        first = null;
        eventually(() -> second.store().alone());

        assertThat(turn(second, id, two).reply()).isEqualTo("two");
    }

    @Test
    void whatANodeThatHasJustJoinedStoresIsKnownToTheOther() {
        Duration longTime = Duration.ofSeconds(12);
        first = node("first", firstModel, longTime, nothing());
        eventually(() -> first.store().alone());
        firstModel.answersWith("one");
        secondModel.answersWith("two");
        String id = first.engine().conversations().create(ALICE, null).id();
        String one = first.engine().dialogue().say(ALICE, id, "one", null);
        eventually(() -> turn(first, id, one).state().settled());

        second = node("second", secondModel, longTime, nothing());
        String two = second.engine().dialogue().say(ALICE, id, "two", null);

        assertThat(turn(first, id, two).text()).isEqualTo("two");
    }

    @Test
    void aMessageToTheOtherNodeWaitsForTheTurnThatRuns() throws InterruptedException {
        open(nothing(), nothing());
        CountDownLatch thinking = firstModel.hangs();
        firstModel.answersWith("second answer");
        String id = first.engine().conversations().create(ALICE, null).id();
        String one = first.engine().dialogue().say(ALICE, id, "one", null);
        assertThat(thinking.await(10, TimeUnit.SECONDS)).isTrue();

        String two = second.engine().dialogue().say(ALICE, id, "two", null);

        assertThat(turn(second, id, two).state()).isEqualTo(Turn.State.QUEUED);
        second.engine().dialogue().cancel(ALICE, id, one);
        eventually(() -> turn(second, id, two).state() == Turn.State.COMPLETED);
        assertThat(turn(second, id, one).state()).isEqualTo(Turn.State.CANCELLED);
        assertThat(turn(second, id, two).reply()).isEqualTo("second answer");
    }

    @Test
    void aTurnOfANodeThatStopsIsTakenUpWithinTenSecondsInTheMiddleOfATool() throws InterruptedException {
        RecordingTool hanging = RecordingTool.doing("pay", EffectClass.KEYED, this::hangs);
        RecordingTool pay = RecordingTool.doing("pay", EffectClass.KEYED, context -> RecordingTool.ok());
        open(hanging, pay);
        firstModel.callsTool("pay", "{}");
        secondModel.answersWith("paid");
        String id = first.engine().conversations().create(ALICE, null).id();
        String turnId = first.engine().dialogue().say(ALICE, id, "pay", null);
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        long began = System.nanoTime();

        stopsAnswering(first);

        eventually(() -> turn(second, id, turnId).state() == Turn.State.COMPLETED);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(pay.contexts().getFirst().effectKey())
                .isEqualTo(hanging.contexts().getFirst().effectKey());
    }

    @Test
    void aTurnThatBeganUnseenIsTakenUpToo() throws InterruptedException {
        open(nothing(), nothing());
        firstModel.answersWith("one");
        String id = first.engine().conversations().create(ALICE, null).id();
        String one = first.engine().dialogue().say(ALICE, id, "one", null);
        eventually(() -> turn(second, id, one).state().settled());
        CountDownLatch thinking = firstModel.hangs();
        secondModel.answersWith("two");
        first.engine().dialogue().say(ALICE, id, "two", null);
        assertThat(thinking.await(10, TimeUnit.SECONDS)).isTrue();

        stopsAnswering(first);

        // Looking at the events, not at the turn: looking at a turn takes in what the other node has stored.
        eventually(() -> second.engine().conversations().events(ALICE, id, 0, 1_000).stream()
                .anyMatch(event -> event.type() == EventType.TURN_RESUMED));
        eventually(() -> turn(second, id, "t2").state().settled());
        assertThat(turn(second, id, "t2").reply()).isEqualTo("two");
    }

    @Test
    void whatTheStoppedNodeWritesWhenItComesBackIsRefusedAndItJoinsAnew() throws InterruptedException {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        RecordingTool slow = RecordingTool.doing("mail", EffectClass.AT_MOST_ONCE, context -> {
            working.countDown();
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return RecordingTool.ok();
        });
        RecordingTool never = RecordingTool.doing("mail", EffectClass.AT_MOST_ONCE, context -> RecordingTool.ok());
        open(slow, never);
        firstModel.callsTool("mail", "{}").answersWith("sent");
        secondModel.answersWith("Nobody knows.");
        String id = first.engine().conversations().create(ALICE, null).id();
        String turnId = first.engine().dialogue().say(ALICE, id, "mail", null);
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        long before = first.store().epoch();
        stopsAnswering(first);
        eventually(() -> turn(second, id, turnId).state() == Turn.State.COMPLETED);

        first.thaws();
        mayGoOn.countDown();

        eventually(() ->
                first.store().epoch() > before && first.engine().dialogue().idle());
        ToolCall call = turn(second, id, turnId).calls().getFirst();
        assertThat(call.state()).isEqualTo(ToolCall.State.UNKNOWN);
        assertThat(never.calls()).isZero();
        List<String> types = second.engine().conversations().events(ALICE, id, 0, 1_000).stream()
                .map(RecordedEvent::type)
                .map(Enum::name)
                .toList();
        assertThat(types).containsOnlyOnce("TOOL_UNKNOWN", "TURN_COMPLETED").doesNotContain("TOOL_COMPLETED");
        assertThat(turn(first, id, turnId).reply()).isEqualTo("Nobody knows.");
    }

    @Test
    void whatTheStoppedNodeMayStillSendIsNotSentByTheOtherThatFindsNothing() throws InterruptedException {
        RecordingTool hanging = RecordingTool.queryable("book", this::hangs, context -> Optional.empty());
        RecordingTool book =
                RecordingTool.queryable("book", context -> RecordingTool.ok(), context -> Optional.empty());
        open(hanging, book);
        firstModel.callsTool("book", "{}");
        secondModel.answersWith("Nobody knows.");
        String id = first.engine().conversations().create(ALICE, null).id();
        String turnId = first.engine().dialogue().say(ALICE, id, "book", null);
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();

        stopsAnswering(first);

        eventually(() -> turn(second, id, turnId).state() == Turn.State.COMPLETED);
        assertThat(turn(second, id, turnId).calls().getFirst().state()).isEqualTo(ToolCall.State.UNKNOWN);
        assertThat(book.calls()).isZero();
    }

    @Test
    void aTaskOfANodeThatStopsIsRunByTheOther() throws InterruptedException {
        Traits background = new Traits(true, false, false, null);
        open(
                RecordingTool.with(background, "long", EffectClass.READ, this::hangs),
                RecordingTool.with(background, "long", EffectClass.READ, context -> RecordingTool.ok()));
        firstModel.callsTool("long", "{}").answersWith("begun");
        secondModel.answersWith("ready");
        String id = first.engine().conversations().create(ALICE, null).id();
        first.engine().dialogue().say(ALICE, id, "long", null);
        // Either node may be told to run it.
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> working.getCount() == 0
                        || second.engine().conversations().view(ALICE, id, conversation -> conversation.hasTurn("t2")));

        stopsAnswering(first);

        eventually(() -> second.engine().conversations().view(ALICE, id, conversation -> conversation.turns().stream()
                .anyMatch(turn -> turn.trigger() != null && turn.state().settled())));
    }

    @Test
    void erasingOnOneNodeIsSeenOnTheOther() {
        open(nothing(), nothing());
        firstModel.answersWith("hello");
        String id = first.engine().conversations().create(ALICE, null).id();
        String turnId = first.engine().dialogue().say(ALICE, id, "hello", null);
        eventually(() -> turn(second, id, turnId).state().settled());

        first.engine().conversations().erase(ALICE, id);

        eventually(() -> {
            try {
                turn(second, id, turnId);
                return false;
            } catch (Refused gone) {
                return gone.kind() == Refused.Kind.NOT_FOUND;
            }
        });
    }

    private record Counting(AtomicInteger seen) implements clda.conversation.ConversationLog.Reader {
        @Override
        public void onEvent(RecordedEvent event) {
            seen.incrementAndGet();
        }

        @Override
        public void onDelta(clda.conversation.TextDelta delta) {
            // Only what is stored is seen on other nodes.
        }

        @Override
        public void onErased() {
            seen.set(-1);
        }

        @Override
        public void onLost(long after) {
            seen.set(-1);
        }
    }
}
