package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.Turn;
import clda.kit.Clda;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.web.Leaving;
import clda.web.OpenLines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that stops says so first, and hands over what it has not ended. */
abstract class DepartureContract {

    /** Longer than any of this takes: nobody waits for it. */
    private static final Duration LEASE = Duration.ofMinutes(5);

    @TempDir
    Path dataDir;

    private final Leaving leaving = new Leaving();
    private final OpenLines lines = new OpenLines();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    private final List<SeEngine> nodes = new ArrayList<>();

    abstract TestDatabase database();

    @AfterEach
    void close() {
        nodes.forEach(SeEngine::close);
    }

    private SeEngine starts(SeEngine.Options options) {
        SeEngine engine = options.open().start();
        nodes.add(engine);
        return engine;
    }

    private SeEngine.Options node(String name, ScriptedModel model) {
        return new SeEngine.Options(dataDir, model)
                .node(name)
                .keyFile(dataDir.resolve("master-key.json"))
                .lease(LEASE)
                .database(database());
    }

    private Departure departure(SeEngine engine, Duration service) {
        return new Departure(leaving, lines, engine.engine(), () -> seen.add("timers ended"), engine.store(), service);
    }

    @Test
    void aTurnThatRunsGoesOnAtAnotherNodeAtOnce() throws InterruptedException {
        // Given two nodes, and a turn that runs at the first
        ScriptedModel ofFirst = new ScriptedModel();
        CountDownLatch asked = ofFirst.hangs();
        Clda first = Clda.begins(starts(node("first", ofFirst)));
        ScriptedModel ofSecond = new ScriptedModel().answersWith("here I am");
        SeEngine second = starts(node("second", ofSecond));
        String turnId = first.beginsToSay("hello");
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        // When the first stops
        departure(first.engine(), Duration.ZERO).leave();

        // Then the second answers, long before the lease of the first would have ended
        Clda there = Clda.in(second, first.conversationId());
        assertThat(there.awaitNews(turnId).reply()).isEqualTo("here I am");
        assertThat(there.eventTypes()).containsOnlyOnce("turn.resumed");
    }

    @Test
    void itIsNotReadyFirstAndServesOnAndThenSendsEverybodyAway() throws InterruptedException {
        // Given a node to which somebody is connected
        Clda clda = Clda.begins(starts(node("only", new ScriptedModel().answersWith("still here"))));
        lines.add(why -> seen.add("line ended: " + why));
        Thread stopping = Thread.startVirtualThread(departure(clda.engine(), Duration.ofSeconds(3))::leave);

        // When it is told to stop
        Awaitility.await().until(leaving::isAnnounced);

        // Then it serves on
        Turn turn = clda.says("are you there?");
        assertThat(turn.reply()).isEqualTo("still here");
        assertThat(seen).isEmpty();
        stopping.join();
        Awaitility.await().untilAsserted(() -> assertThat(seen).contains("line ended: LEAVING", "timers ended"));
    }

    @Test
    void whatTheModelAnswersInTheLastMomentIsNotAskedAgain() throws InterruptedException {
        // Given a turn whose model answers although it is no longer waited for
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        LateModel late = new LateModel(asked, left);
        SeEngine first = starts(node("first", new ScriptedModel()).model(late));
        Clda there = Clda.begins(first);
        ScriptedModel ofSecond = new ScriptedModel();
        SeEngine second = starts(node("second", ofSecond));
        String turnId = there.beginsToSay("hello");
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        // When the node stops
        departure(first, Duration.ZERO).leave();

        // Then its answer counts
        assertThat(Clda.in(second, there.conversationId()).awaitNews(turnId).reply())
                .isEqualTo("just in time");
        assertThat(ofSecond.asked()).isEqualTo(List.of());
    }

    @Test
    void itStopsOnce() {
        SeEngine engine = starts(node("only", new ScriptedModel()));
        Departure departure = departure(engine, Duration.ZERO);

        departure.leave();
        departure.leaveNow();
        departure.leave();

        assertThat(seen).containsExactly("timers ended");
    }

    @Test
    void whatManyHaveSaidAtBothNodesIsAnswered() {
        // Given people who speak to either node, whose model takes a moment
        SeEngine first = starts(node("first", new ScriptedModel()).model(new SlowModel()));
        SeEngine second = starts(node("second", new ScriptedModel()).model(new SlowModel()));
        List<Clda> conversations =
                IntStream.range(0, 8).mapToObj(i -> Clda.begins(first)).toList();
        Map<Clda, List<String>> said = new HashMap<>();
        for (int round = 0; round < 6; round++) {
            for (Clda at : conversations) {
                SeEngine node = round % 2 == 0 ? first : second;
                said.computeIfAbsent(at, any -> new ArrayList<>())
                        .add(Clda.in(node, at.conversationId()).beginsToSay("number " + round));
            }
        }

        // When one of them stops
        departure(first, Duration.ofMillis(200)).leave();

        // Then the other answers all of it
        said.forEach((at, turns) -> turns.forEach(turn -> assertThat(
                        Clda.in(second, at.conversationId()).awaitNews(turn).reply())
                .isEqualTo("done")));
    }
}
