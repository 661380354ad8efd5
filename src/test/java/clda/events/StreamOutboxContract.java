package clda.events;

import static org.assertj.core.api.Assertions.assertThat;

import clda.events.StreamOutbox.Entry;
import clda.events.StreamOutbox.Key;
import clda.events.jpa.JpaStreamOutbox;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.store.jpa.JpaWrite;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order events come out, and what becomes of those that were changed, came twice, or are of another restore. */
abstract class StreamOutboxContract {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    Path dataDir;

    SeEngine engine;
    StreamOutbox outbox;

    abstract TestDatabase database();

    @BeforeEach
    void start() {
        engine = SeEngine.on(dataDir, database());
        outbox = new JpaStreamOutbox(engine.store(), engine.seals());
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    static OutgoingEvent event(String conversation, long seq, int restores) {
        return new OutgoingEvent(
                "acme", conversation, seq, "t1", seq == 0 ? "conversation.erased" : "turn.started", NOON, restores);
    }

    void happens(OutgoingEvent... events) {
        engine.store().write((JpaWrite) outbox.put(Arrays.asList(events)));
    }

    private List<String> waiting() {
        return outbox.next(100).stream().map(entry -> entry.event().id()).toList();
    }

    @Test
    void eventsOfAConversationComeInItsOrderAndItsErasureLast() {
        happens(event("c1", 1, 0), event("c1", 2, 0));
        happens(event("c2", 1, 0));
        happens(event("c1", 0, 0));
        happens(event("c1", 3, 0));

        assertThat(waiting()).containsExactly("c1-1", "c1-2", "c1-3", "c1-0", "c2-1");
    }

    @Test
    void oneThatWasStoredLateStillComesBeforeThoseBehindIt() {
        happens(event("c1", 2, 0));
        happens(event("c1", 1, 0));

        assertThat(waiting()).containsExactly("c1-1", "c1-2");
    }

    @Test
    void theOldestConversationsAreNotHeldUpByALongOne() {
        happens(event("old", 1, 0));
        for (int i = 1; i <= 20; i++) {
            happens(event("long", i, 0));
        }

        List<String> some =
                outbox.next(5).stream().map(entry -> entry.event().id()).toList();

        assertThat(some).hasSize(5);
        outbox.remove(outbox.next(5).stream().map(Entry::key).toList());
        List<String> all = new ArrayList<>(some);
        all.addAll(waiting());
        assertThat(all).hasSize(21).contains("old-1");
    }

    @Test
    void whatIsInTheStreamComesOutOnceAndNothingElseWithIt() {
        happens(event("c1", 1, 0), event("c1", 2, 0));
        List<Entry> both = outbox.next(10);

        outbox.remove(List.of(both.getFirst().key()));
        outbox.remove(List.of(both.getFirst().key()));

        assertThat(waiting()).containsExactly("c1-2");
    }

    @Test
    void theSameNumberAfterARestoreIsAnotherEvent() {
        happens(event("c1", 1, 0));
        Entry before = outbox.next(1).getFirst();
        happens(event("c1", 1, 1));

        outbox.remove(List.of(before.key()));

        assertThat(waiting()).containsExactly("c1-1-r1");
    }

    @Test
    void anEntryThatWasChangedInTheDatabaseIsNotPublished() {
        happens(event("c1", 1, 0), event("c1", 2, 0));
        engine.store().write((JpaWrite)
                entities -> entities.createNativeQuery("update stream_outbox set type = 'turn.completed' where seq = 1")
                        .executeUpdate());

        assertThat(waiting()).containsExactly("c1-2");
        assertThat(waiting()).containsExactly("c1-2");
    }

    @Test
    void oneNodeLeadsUntilItStepsDown() {
        assertThat(outbox.leads()).isTrue();
        assertThat(outbox.leads()).isTrue();
        outbox.stepDown();
        assertThat(outbox.leads()).isTrue();
    }

    @Test
    void everyEntryHasAKeyOfItsOwn() {
        happens(event("c1", 1, 0), event("c1", 2, 0), event("c2", 1, 0));

        assertThat(outbox.next(10).stream().map(Entry::key).map(Key::number))
                .doesNotHaveDuplicates()
                .hasSize(3);
    }
}
