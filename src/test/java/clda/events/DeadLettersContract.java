package clda.events;

import static org.assertj.core.api.Assertions.assertThat;

import clda.events.DeadLetters.DeadLetter;
import clda.events.Receiver.Request;
import clda.events.jpa.JpaDeadLetters;
import clda.events.jpa.JpaOutbox;
import clda.events.webhook.WebhookCalls;
import clda.events.webhook.WebhookSink;
import clda.kit.MovableClock;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Write;
import clda.store.jpa.JpaWrite;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an event that the other side does not take, and of those behind it. */
abstract class DeadLettersContract {

    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final int TRIES = 3;
    private static final String ONE = "default";
    private static final String OTHER = "elsewhere";
    private static final Write NOTHING = (JpaWrite) entities -> {};

    @TempDir
    Path dataDir;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T10:00:00Z"));
    private Receiver receiver;
    private SeEngine engine;
    private JpaOutbox outbox;
    private DeadLetters letters;

    abstract TestDatabase database();

    @BeforeEach
    void start() {
        receiver = new Receiver();
        startsAgain();
    }

    @AfterEach
    void stop() {
        engine.close();
        receiver.close();
    }

    private void startsAgain() {
        if (engine != null) {
            engine.close();
        }
        engine = SeEngine.on(dataDir, database());
        outbox = new JpaOutbox(engine.store(), engine.seals());
        letters = new JpaDeadLetters(engine.store(), outbox);
    }

    private void happens(String tenant, String conversation, long... numbers) {
        for (long number : numbers) {
            engine.store().write((JpaWrite) outbox.put(
                    List.of(new OutgoingEvent(tenant, conversation, number, "t1", "turn.started", clock.instant()))));
        }
    }

    private Publisher publisher() {
        return new Publisher(
                outbox, new WebhookSink(receiver.address(), SECRET, new WebhookCalls(), clock), TRIES, clock);
    }

    /** All pauses of an event that is refused until it is set aside. */
    private void publishesUntilSetAside(Publisher publisher) {
        for (int tries = 0; tries < TRIES; tries++) {
            publisher.publish();
            clock.set(clock.instant().plus(Duration.ofMinutes(2)));
        }
    }

    private List<String> listed(String tenant) {
        return ids(letters.of(tenant, null, 100));
    }

    private static List<String> ids(Page<Listed<DeadLetter>> page) {
        return page.items().stream().map(row -> row.position().id()).toList();
    }

    @Test
    void anEventThatIsRefusedForEverIsSetAsideAfterTheStatedTries() {
        // Given
        receiver.answers(id -> id.equals("c1-2") ? 422 : 204);
        happens(ONE, "c1", 1, 2, 3);

        // When
        publishesUntilSetAside(publisher());

        // Then
        assertThat(receiver.taken()).containsExactly("c1-1", "c1-3");
        assertThat(receiver.webhookIds("c1-2")).hasSize(TRIES).containsOnly("c1-2");
        DeadLetter letter =
                letters.of(ONE, null, 100).items().getFirst().whole().orElseThrow();
        assertThat(letter.event().id()).isEqualTo("c1-2");
        assertThat(letter.tries()).isEqualTo(TRIES);
        assertThat(letter.answer()).contains("422");
    }

    @Test
    void whileOneIsRefusedOthersGoOnAndItsConversationWaits() {
        receiver.answers(id -> id.equals("c1-2") ? 500 : 204);
        happens(ONE, "c1", 1, 2, 3);
        happens(ONE, "c2", 1, 2);

        publisher().publish();

        assertThat(receiver.taken()).containsExactlyInAnyOrder("c1-1", "c2-1", "c2-2");
        assertThat(listed(ONE)).isEmpty();
    }

    @Test
    void theIdStaysTheSameThroughRetriesAStartAndComingBackFromWhereItWasSetAside() {
        // Given an event that is refused, others that come behind it, and a new start
        receiver.answers(id -> id.equals("c1-1") ? 400 : 204);
        happens(ONE, "c1", 1);
        publisher().publish();
        happens(ONE, "c1", 2);
        startsAgain();
        clock.set(clock.instant().plusSeconds(5));
        publishesUntilSetAside(publisher());
        assertThat(listed(ONE)).containsExactly("c1-1");

        // When it is sent again to a side that takes it
        receiver.answers(id -> 204);
        assertThat(letters.sendAgain(ONE, "c1-1", NOTHING)).isTrue();
        publisher().publish();

        // Then
        assertThat(receiver.taken()).containsExactly("c1-2", "c1-1");
        assertThat(receiver.webhookIds("c1-1")).hasSize(TRIES + 1).containsOnly("c1-1");
        assertThat(receiver.requests().stream()
                        .filter(request -> request.eventId().equals("c1-1"))
                        .map(Request::body)
                        .distinct())
                .as("the same id has the same body")
                .hasSize(1);
        assertThat(listed(ONE)).isEmpty();
    }

    @Test
    void aNewStartDoesNotForgetHowOftenItWasRefused() {
        receiver.answers(id -> 400);
        happens(ONE, "c1", 1);
        for (int tries = 0; tries < TRIES; tries++) {
            publisher().publish();
            clock.set(clock.instant().plus(Duration.ofMinutes(2)));
            startsAgain();
        }

        assertThat(receiver.requests()).hasSize(TRIES);
        assertThat(listed(ONE)).containsExactly("c1-1");
    }

    @Test
    void nothingIsSetAsideWhileNobodyTakesAnything() {
        receiver.answers(id -> 503);
        happens(ONE, "c1", 1);
        happens(ONE, "c2", 1);
        Publisher publisher = publisher();
        for (int minute = 0; minute < 60; minute++) {
            publisher.publish();
            clock.set(clock.instant().plus(Duration.ofMinutes(1)));
        }
        assertThat(listed(ONE)).isEmpty();

        receiver.answers(id -> 204);
        publisher.publish();

        assertThat(receiver.taken()).containsExactlyInAnyOrder("c1-1", "c2-1");
    }

    @Test
    void anEventAtWhichTheOtherSideBreaksOffIsSetAsideToo() {
        receiver.answers(id -> id.equals("c1-1") ? Receiver.SILENT : 204);
        happens(ONE, "c1", 1);
        Publisher publisher = publisher();
        for (int tries = 0; tries < TRIES; tries++) {
            happens(ONE, "c2", tries + 1);
            publisher.publish();
            clock.set(clock.instant().plus(Duration.ofMinutes(2)));
        }

        assertThat(receiver.taken()).containsExactly("c2-1", "c2-2", "c2-3");
        assertThat(listed(ONE)).containsExactly("c1-1");
    }

    @Test
    void whatIsDroppedIsNotSent() {
        receiver.answers(id -> 410);
        happens(ONE, "c1", 1);
        publishesUntilSetAside(publisher());
        receiver.answers(id -> 204);

        assertThat(letters.drop(ONE, "c1-1", NOTHING)).isTrue();

        assertThat(letters.drop(ONE, "c1-1", NOTHING)).isFalse();
        publisher().publish();
        assertThat(listed(ONE)).isEmpty();
        assertThat(receiver.taken()).isEmpty();
    }

    @Test
    void aTenantHasItsOwnAndNoOthers() {
        receiver.answers(id -> 400);
        happens(ONE, "c1", 1);
        happens(OTHER, "c2", 1);
        publishesUntilSetAside(publisher());

        assertThat(listed(ONE)).containsExactly("c1-1");
        assertThat(letters.sendAgain(ONE, "c2-1", NOTHING)).isFalse();
        assertThat(letters.drop(ONE, "c2-1", NOTHING)).isFalse();
        assertThat(letters.sendAllAgain(ONE, clock.instant(), NOTHING)).isEqualTo(1);
        assertThat(listed(OTHER)).containsExactly("c2-1");
    }

    @Test
    void whatIsWrittenAlongsideIsWrittenOnlyIfSomethingWasDone() {
        receiver.answers(id -> 400);
        happens(ONE, "c1", 1);
        publishesUntilSetAside(publisher());
        List<String> written = new ArrayList<>();
        Write alongside = (JpaWrite) entities -> written.add("once");

        letters.sendAgain(ONE, "no such event", alongside);
        letters.sendAgain(ONE, "c9-1", alongside);
        assertThat(written).isEmpty();
        letters.sendAgain(ONE, "c1-1", alongside);

        assertThat(written).containsExactly("once");
    }

    @Test
    void thousandsAreListedByPagesAndSentAgainAtOnce() {
        // Given more than fit one page or one transaction, set aside in the same instant
        receiver.answers(id -> 400);
        int all = 1_200;
        engine.store().write((JpaWrite) outbox.put(IntStream.range(0, all)
                .mapToObj(each -> new OutgoingEvent(ONE, "c" + each, 1, null, "turn.started", clock.instant()))
                .toList()));
        Publisher publisher =
                new Publisher(outbox, new WebhookSink(receiver.address(), SECRET, new WebhookCalls(), clock), 1, clock);
        publisher.publish();

        // When
        List<String> ids = new ArrayList<>();
        Page<Listed<DeadLetter>> page = letters.of(ONE, null, 500);
        ids.addAll(ids(page));
        while (page.next() != null) {
            page = letters.of(ONE, page.next(), 500);
            ids.addAll(ids(page));
        }

        // Then
        assertThat(ids).hasSize(all).doesNotHaveDuplicates();
        assertThat(letters.sendAllAgain(ONE, clock.instant(), NOTHING)).isEqualTo(all);
        receiver.answers(id -> 204);
        publisher.publish();
        assertThat(receiver.taken()).hasSize(all).doesNotHaveDuplicates();
    }

    @Test
    void oneThatSomebodyHasChangedIsListedAsDamagedAndHoldsNobodyUp() {
        // Given more than are put back in one transaction, of which the oldest are damaged
        receiver.answers(id -> 400);
        engine.store().write((JpaWrite) outbox.put(IntStream.range(0, 510)
                .mapToObj(each -> new OutgoingEvent(ONE, "bad" + each, 1, null, "turn.started", clock.instant()))
                .toList()));
        new Publisher(outbox, new WebhookSink(receiver.address(), SECRET, new WebhookCalls(), clock), 1, clock)
                .publish();
        engine.store().write((JpaWrite) entities ->
                entities.createNativeQuery("update dead_letter set type = 'x'").executeUpdate());
        clock.set(clock.instant().plusSeconds(1));
        happens(ONE, "good", 1);
        new Publisher(outbox, new WebhookSink(receiver.address(), SECRET, new WebhookCalls(), clock), 1, clock)
                .publish();

        // When
        Page<Listed<DeadLetter>> page = letters.of(ONE, null, 3);
        int sent = letters.sendAllAgain(ONE, clock.instant(), NOTHING);

        // Then
        assertThat(page.items()).extracting(Listed::isDamaged).containsExactly(false, true, true);
        assertThat(sent).isEqualTo(1);
        assertThat(letters.of(ONE, null, 1_000).items()).hasSize(510).allMatch(Listed::isDamaged);
        assertThat(letters.drop(ONE, "bad7-1", NOTHING)).isTrue();
    }
}
