package clda.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.ConversationLog.Append;
import clda.conversation.TurnEvent.TurnCompleted;
import clda.conversation.TurnEvent.TurnStarted;
import clda.conversation.jpa.JpaConversationKeys;
import clda.conversation.jpa.JpaConversationStore;
import clda.kit.SeEngine;
import clda.security.KeyRing;
import clda.store.jpa.JpaWrite;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log on a real store: numbers, readers, encryption. */
public abstract class ConversationLogContract {

    private static final Requester ALICE = new Requester("alice", List.of("user"));

    @TempDir
    Path dataDir;

    private SeEngine engine;
    private ConversationLog log;

    /** An engine on the data that lie there; called again, another one on the same data. */
    protected abstract SeEngine engine(Path place);

    @BeforeEach
    void open() {
        engine = engine(dataDir);
        log = engine.engine().log();
        log.create("c1", "default", "alice", null);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static class Collecting implements ConversationLog.Reader {
        final List<Long> seqs = Collections.synchronizedList(new ArrayList<>());
        final List<Long> lost = Collections.synchronizedList(new ArrayList<>());
        final List<TextDelta> deltas = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void onEvent(RecordedEvent event) {
            seqs.add(event.seq());
        }

        @Override
        public void onDelta(TextDelta delta) {
            deltas.add(delta);
        }

        @Override
        public void onErased() {
            seqs.add(-1L);
        }

        @Override
        public void onLost(long after) {
            lost.add(after);
        }
    }

    private void rename(String title) {
        log.append("c1", Append.of(null, new ConversationRenamed(title)));
    }

    /** Leaves as soon as it hears anything, on the thread that tells it. */
    private final class Leaving extends Collecting {
        private ConversationLog.Subscription subscription;

        @Override
        public void onEvent(RecordedEvent event) {
            super.onEvent(event);
            subscription.close();
        }

        @Override
        public void onErased() {
            super.onErased();
            subscription.close();
        }
    }

    private List<Leaving> threeThatLeave() {
        return Stream.generate(Leaving::new)
                .limit(3)
                .peek(reader ->
                        reader.subscription = log.subscribe("c1", 0, reader).orElseThrow())
                .toList();
    }

    @Test
    void readersMayLeaveWhileTheyAreTold() {
        List<Leaving> readers = threeThatLeave();

        rename("one");

        assertThat(readers).allSatisfy(reader -> assertThat(reader.seqs).containsExactly(1L));
    }

    @Test
    void readersMayLeaveWhileTheyAreToldOfTheEnd() {
        List<Leaving> readers = threeThatLeave();

        log.erase("c1", List.of());

        assertThat(readers).allSatisfy(reader -> assertThat(reader.seqs).containsExactly(-1L));
    }

    @Test
    void manyWritersGetNumbersWithoutGaps() throws Exception {
        int writers = 8;
        int each = 25;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                done.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        rename("title " + i);
                    }
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }

        assertThat(log.read("c1", 0, 1_000).orElseThrow())
                .extracting(RecordedEvent::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, writers * each).boxed().toList());
    }

    @Test
    void aReaderThatComesInTheMiddleMissesNothingAndGetsNothingTwice() throws Exception {
        int events = 300;
        List<Collecting> readers = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int reader = 0; reader < 20; reader++) {
                int wait = reader;
                threads.submit(() -> {
                    go.await();
                    while (log.view("c1", Conversation::lastSeq).orElseThrow() < wait * 10L) {
                        Thread.onSpinWait();
                    }
                    Collecting collecting = new Collecting();
                    log.subscribe("c1", 0, collecting);
                    readers.add(collecting);
                    return null;
                });
            }
            go.countDown();
            for (int i = 0; i < events; i++) {
                rename("title " + i);
            }
        }

        List<Long> all = LongStream.rangeClosed(1, events).boxed().toList();
        Awaitility.await().untilAsserted(() -> assertThat(readers).hasSize(20));
        assertThat(readers).allSatisfy(reader -> assertThat(reader.seqs).containsExactlyElementsOf(all));
    }

    @Test
    void aReaderThatComesWhileAMessageIsWrittenGetsItsTextSoFar() {
        log.publish("c1", new TextDelta("t1", "t1-m1", 0, "Once "));
        log.view("c1", Conversation::lastSeq);
        log.publish("c1", new TextDelta("t1", "t1-m1", 0, "Once "));
        log.publish("c1", new TextDelta("t1", "t1-m1", 5, "upon"));
        Collecting reader = new Collecting();

        log.subscribe("c1", 0, reader);

        assertThat(reader.deltas).containsExactly(new TextDelta("t1", "t1-m1", 0, "Once upon"));
    }

    @Test
    void aRowOpensOnlyWhereItWasPut() {
        rename("first");
        rename("second");

        engine.store().write((JpaWrite) entities -> entities.createNativeQuery(
                        "update event set payload = (select payload from event where seq = 2) where seq = 1")
                .executeUpdate());

        assertThatThrownBy(() -> log.read("c1", 0, 10)).isInstanceOf(KeyRing.Damaged.class);
    }

    @Test
    void anErasedConversationIsGoneAndItsReadersKnow() {
        rename("x");
        Collecting reader = new Collecting();
        log.subscribe("c1", 0, reader);

        log.erase("c1", List.of());

        assertThat(reader.seqs).containsExactly(1L, -1L);
        assertThat(log.read("c1", 0, 10)).isEmpty();
        assertThat(log.view("c1", Conversation::lastSeq)).isEmpty();
    }

    /** One that may keep no more than this of what it has folded. */
    private ConversationLog within(long foldBytes) {
        JpaConversationStore store = new JpaConversationStore(
                engine.store(),
                new JpaConversationKeys(engine.store(), engine.keyRing(), engine.seals()),
                engine.seals(),
                List.of());
        return new ConversationLog(store, Clock.systemUTC(), foldBytes, engine.store());
    }

    @Test
    void foldsTogetherTakeNoMoreMemoryThanTheyMay() {
        // Given room for about three conversations, and ten that are followed
        ConversationLog small = within(50_000);
        List<Collecting> readers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String id = "small" + i;
            small.create(id, "default", "alice", null);
            small.append(id, Append.of("t1", new TurnStarted("x".repeat(8_000), ALICE, null, null)));
            small.append(id, Append.of("t1", new TurnCompleted("Done.", null, null)));
            Collecting reader = new Collecting();
            small.subscribe(id, 0, reader);
            readers.add(reader);
        }

        // When all are used again
        for (int i = 0; i < 10; i++) {
            small.append("small" + i, Append.of(null, new ConversationRenamed("again")));
        }

        // Then the folds are within their bound, and nobody has missed anything or seen it twice
        assertThat(small.foldedBytes()).isLessThanOrEqualTo(50_000);
        assertThat(readers).allSatisfy(reader -> assertThat(reader.seqs).containsExactly(1L, 2L, 3L));
        assertThat(small.view("small0", Conversation::lastSeq)).contains(3L);
    }

    @Test
    void aLongConversationTakesNoMoreMemoryThanAShortOneAndIsWholeAllTheSame() {
        // Given room for one fold of 100,000 bytes, and a talk of which the turns weigh 2.6 MB
        ConversationLog small = within(1_600_000);
        for (int i = 1; i <= 300; i++) {
            small.append("c1", Append.of("t" + i, new TurnStarted(i + "x".repeat(4_000), ALICE, null, before(i))));
            small.append("c1", Append.of("t" + i, new TurnCompleted("Done " + i, null, null)));
            // The 32 latest turns and something for each of the others.
            assertThat(small.foldedBytes()).isLessThan(450_000);
        }

        // When it is looked at from the end to the beginning, as for a model, and folded anew
        List<String> replies =
                small.view("c1", ConversationLogContract::repliesFromTheEnd).orElseThrow();
        ConversationLog again = within(1_600_000);

        assertThat(replies)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 300)
                        .mapToObj(i -> "Done " + (301 - i))
                        .toList());
        assertThat(again.view("c1", ConversationLogContract::repliesFromTheEnd)).contains(replies);
        assertThat(again.foldedBytes()).isLessThan(450_000);
    }

    private static String before(int turn) {
        return turn == 1 ? null : "t" + (turn - 1);
    }

    private static List<String> repliesFromTheEnd(Conversation conversation) {
        List<String> replies = new ArrayList<>();
        for (String id = conversation.tip();
                id != null;
                id = conversation.turn(id).follows()) {
            replies.add(conversation.turn(id).reply());
        }
        return replies;
    }

    @Test
    void aConversationIsFollowedWithoutBeingFolded() {
        IntStream.range(0, 20).forEach(i -> rename("title " + i));
        ConversationLog fresh = within(1_000_000);
        Collecting reader = new Collecting();

        fresh.subscribe("c1", 15, reader);

        assertThat(reader.seqs).containsExactly(16L, 17L, 18L, 19L, 20L);
        assertThat(fresh.foldedBytes()).isZero();
    }

    @Test
    void whatAnotherNodeHasAppendedIsTakenInBeforeTheNextAppend() {
        rename("x");
        try (SeEngine elsewhere = engine(dataDir)) {
            elsewhere.engine().log().append("c1", Append.of(null, new ConversationRenamed("written elsewhere")));
        }

        rename("y");

        assertThat(log.read("c1", 0, 10).orElseThrow())
                .extracting(event -> ((ConversationRenamed) event.event()).title())
                .containsExactly("x", "written elsewhere", "y");
    }
}
