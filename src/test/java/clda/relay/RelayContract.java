package clda.relay;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.boot.RandomIds;
import clda.conversation.ConversationKeys;
import clda.conversation.ConversationLog.Reader;
import clda.conversation.EventType;
import clda.conversation.RecordedEvent;
import clda.conversation.TextDelta;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.kit.Postgres;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.security.KeyRing.DataKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes on one PostgreSQL and one bus: what one of them writes, a reader at the other sees at once. */
abstract class RelayContract {

    @TempDir
    Path dir;

    final PieceByPiece model = new PieceByPiece();
    final PieceByPiece otherModel = new PieceByPiece();
    final List<String> inboxes = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private String database;
    SeEngine first;
    SeEngine second;
    private Keys keysOfTheFirst;
    private Keys keysOfTheSecond;
    Relay relayOfTheFirst;
    Relay relayOfTheSecond;

    /** Both nodes get one each. */
    abstract NodeBus bus(SeEngine node, String database);

    @BeforeEach
    void open() {
        database = Postgres.shared().url(Postgres.shared().newDatabaseWithTables());
        first = node("first", model);
        second = node("second", otherModel);
        keysOfTheFirst = new Keys(first.keys());
        keysOfTheSecond = new Keys(second.keys());
        relayOfTheFirst = relay(first, keysOfTheFirst);
        relayOfTheSecond = relay(second, keysOfTheSecond);
        eventually(() -> assertThat(relayOfTheFirst.isConnected() && relayOfTheSecond.isConnected())
                .isTrue());
        eventually(() ->
                assertThat(first.store().alone() || second.store().alone()).isFalse());
    }

    private SeEngine node(String name, PieceByPiece written) {
        SeEngine node = new SeEngine.Options(dir.resolve(name), written)
                .database(TestDatabase.postgres(database))
                .keyFile(dir.resolve("key.json"))
                .node(name)
                .lease(Duration.ofSeconds(2))
                .open()
                .start();
        open.add(node);
        return node;
    }

    /** Keys that can be read when the database answers. */
    static final class Keys implements ConversationKeys {
        private final ConversationKeys keys;
        private final AtomicInteger failed = new AtomicInteger();
        private volatile boolean fail;

        Keys(ConversationKeys keys) {
            this.keys = keys;
        }

        @Override
        public DataKey of(String conversationId) {
            if (fail) {
                failed.incrementAndGet();
                throw new IllegalStateException("the database does not answer");
            }
            return keys.of(conversationId);
        }

        @Override
        public void forget(String conversationId) {
            keys.forget(conversationId);
        }
    }

    private Relay relay(SeEngine node, ConversationKeys keys) {
        Relay relay = new Relay(
                bus(node, database),
                node.engine().log(),
                keys,
                node.keyRing(),
                new RandomIds().get(),
                inboxes::add,
                System::nanoTime,
                Thread.ofVirtual().factory());
        relay.start();
        open.add(relay);
        return relay;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    static void eventually(Runnable holds) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(holds::run);
    }

    /** What a person sees who reads along. */
    static final class Page implements Reader {
        private final List<RecordedEvent> events = new CopyOnWriteArrayList<>();
        private final StringBuilder writing = new StringBuilder();
        private final List<String> faults = new CopyOnWriteArrayList<>();
        private volatile boolean erased;

        @Override
        public synchronized void onEvent(RecordedEvent event) {
            if (!events.isEmpty() && event.seq() != events.getLast().seq() + 1) {
                faults.add("event " + event.seq() + " after " + events.getLast().seq());
            }
            events.add(event);
            if (event.event() instanceof MessageCompleted message) {
                if (!message.text().startsWith(writing.toString())) {
                    faults.add("completed as \"" + message.text() + "\" after \"" + writing + "\"");
                }
                writing.setLength(0);
            }
        }

        @Override
        public synchronized void onDelta(TextDelta delta) {
            if (delta.index() == 0) {
                writing.setLength(0);
            }
            if (delta.index() != writing.length()) {
                faults.add("piece at " + delta.index() + " after " + writing.length());
            }
            writing.append(delta.text());
        }

        @Override
        public void onErased() {
            erased = true;
        }

        @Override
        public void onLost(long after) {
            faults.add("lost after " + after);
        }

        synchronized String writing() {
            return writing.toString();
        }

        List<EventType> types() {
            return events.stream().map(RecordedEvent::type).toList();
        }
    }

    Page reads(SeEngine node, String conversation) {
        Page page = new Page();
        node.engine().conversations().follow(ALICE, conversation, 0, page);
        return page;
    }

    static void sees(Page page, String text) {
        eventually(() -> assertThat(page.writing()).isEqualTo(text));
    }

    static void seesTheEnd(Page page) {
        eventually(() -> assertThat(page.types()).contains(EventType.TURN_COMPLETED));
        assertThat(page.faults).isEmpty();
    }

    String begins() {
        return first.engine().conversations().create(ALICE, null).id();
    }

    @Test
    void textIsReadAtTheOtherNodeWhileItIsWritten() {
        String id = begins();
        Page page = reads(second, id);
        first.engine().dialogue().say(ALICE, id, "hello", null);

        model.writes("Once ");
        sees(page, "Once ");
        model.writes("upon a time");
        sees(page, "Once upon a time");
        model.ends();

        seesTheEnd(page);
    }

    @Test
    void whoComesLateReadsTheTextSoFarAndThenAlong() {
        String id = begins();
        first.engine().dialogue().say(ALICE, id, "hello", null);
        model.writes("A long story: " + "word ".repeat(40_000));

        Page page = reads(second, id);
        eventually(() -> assertThat(page.writing()).hasSize(14 + 200_000));
        model.writes("the end");
        eventually(() -> assertThat(page.writing()).endsWith("word the end"));
        model.ends();

        seesTheEnd(page);
    }

    @Test
    void aMessageThatIsBegunAnewIsBegunAnewForAll() {
        String id = begins();
        Page page = reads(second, id);
        first.engine().dialogue().say(ALICE, id, "hello", null);
        model.writes("A false start");
        sees(page, "A false start");

        model.beginsAnew();
        model.writes("Right.");

        sees(page, "Right.");
        model.ends();
        seesTheEnd(page);
    }

    @Test
    void whatIsStoredIsToldAtOnceAndNotOnlyWhenSomebodyLooks() {
        String id = begins();
        Page page = reads(second, id);
        eventually(() -> assertThat(relayOfTheFirst.isFollowedElsewhere(id)).isTrue());
        long begun = System.nanoTime();

        first.engine().conversations().rename(ALICE, id, "renamed");

        eventually(() -> assertThat(page.types()).contains(EventType.CONVERSATION_RENAMED));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(1_500));
    }

    @Test
    void anErasureEndsTheReadersEverywhere() {
        String id = begins();
        Page page = reads(second, id);

        first.engine().conversations().erase(ALICE, id);

        eventually(() -> assertThat(page.erased).isTrue());
    }

    @Test
    void theKeyOfAnErasedConversationIsForgottenEverywhere() {
        String id = begins();
        reads(second, id);
        assertThat(second.keys().of(id)).isNotNull();

        first.engine().conversations().erase(ALICE, id);

        eventually(() -> assertThatThrownBy(() -> second.keys().of(id)).isInstanceOf(NoSuchElementException.class));
    }

    @Test
    void aLargePieceIsReadAtTheOtherNodeAsItIs() {
        String id = begins();
        Page page = reads(second, id);
        first.engine().dialogue().say(ALICE, id, "hello", null);
        model.writes("Before. ");
        sees(page, "Before. ");

        String large = "很长的一段".repeat(10_000);
        model.writes(large);

        sees(page, "Before. " + large);
        model.ends();
        seesTheEnd(page);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDatabaseThatDoesNotAnswerForAWhileEndsNothing(boolean atTheWriter) {
        String id = begins();
        Page page = reads(second, id);
        first.engine().dialogue().say(ALICE, id, "hello", null);
        model.writes("One");
        sees(page, "One");

        Keys keys = atTheWriter ? keysOfTheFirst : keysOfTheSecond;
        keys.fail = true;
        model.writes(", two");
        eventually(() -> assertThat(keys.failed).hasPositiveValue());
        keys.fail = false;
        model.writes(", three");

        sees(page, "One, two, three");
        model.ends();
        seesTheEnd(page);
    }

    @Test
    void nothingIsKeptForReadersThatHaveLeft() throws Exception {
        String id = begins();
        Page page = new Page();
        try (var subscription = second.engine().conversations().follow(ALICE, id, 0, page)) {
            first.engine().dialogue().say(ALICE, id, "hello", null);
            model.writes("One");
            sees(page, "One");
        }

        model.writes(", two");
        Page again = reads(second, id);

        sees(again, "One, two");
        model.ends();
        seesTheEnd(again);
        assertThat(page.writing()).isEqualTo("One");
    }

    @Test
    void aTurnThatIsTakenOverIsReadFromTheNodeThatGoesOn() {
        String id = begins();
        Page page = reads(second, id);
        first.engine().dialogue().say(ALICE, id, "hello", null);
        model.writes("From the first");
        sees(page, "From the first");

        // When the first is stopped as if its machine had stopped
        first.freezes();

        // Then the second writes it anew, and what the first still sends is not shown
        otherModel.writes("From the second");
        model.writes(" that does not know");
        otherModel.writes(", which goes on");
        sees(page, "From the second, which goes on");
        otherModel.ends();
        seesTheEnd(page);
        first.thaws();
    }

    @Test
    void aThirdReaderSeesTheSameFromEitherNode() {
        String id = begins();
        Page here = reads(first, id);
        Page there = reads(second, id);
        first.engine().dialogue().say(ALICE, id, "hello", null);
        for (int i = 0; i < 200; i++) {
            model.writes(i + ", ");
        }
        model.ends();

        seesTheEnd(here);
        seesTheEnd(there);
        assertThat(there.types()).isEqualTo(here.types());
    }
}
