package clda.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import clda.audit.Verification;
import clda.conversation.RecordedEvent;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.TurnQueued;
import clda.conversation.TurnEvent.TurnStarted;
import clda.effects.EffectClass;
import clda.kit.Clda;
import clda.kit.PostgresPair;
import clda.kit.RecordingTool;
import clda.kit.Said;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.store.jpa.JpaStore;
import clda.tools.ToolContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes on a PostgreSQL with a standby, with people talking to both; the primary is killed and the standby takes over, again
 * and again. {@code -Dclda.failovers} says how often.
 */
class StandbyIT {

    private static final int FAIL_OVERS = Integer.getInteger("clda.failovers", 1);
    private static final int PEOPLE = 4;
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(10);

    @TempDir
    Path dir;

    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final List<Window> windows = new ArrayList<>();
    private final List<Long> back = new ArrayList<>();
    private final AtomicInteger[] byNode = {new AtomicInteger(), new AtomicInteger()};
    private volatile boolean stopping;

    private record Acknowledged(String conversation, String text, long at) {}

    /** When commits could be lost, by {@link System#nanoTime}. */
    private record Window(long from, long to) {}

    @BeforeEach
    void needsPrograms() {
        Assumptions.assumeTrue(PostgresPair.isPossible(), "PostgreSQL's pg_basebackup is not installed");
    }

    /** Notes each message, in the transaction of the event that says so. */
    private static final class Noting implements ModelClient {
        @Override
        public String name() {
            return "noting";
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            if (request.messages().getLast() instanceof UserMessage) {
                return ModelReply.calls(name(), List.of(ScriptedModel.call("note", "{}")));
            }
            shown.text("Noted.");
            return ModelReply.text(name(), "Noted.", null);
        }
    }

    private SeEngine node(String name, PostgresPair database) {
        return new SeEngine.Options(dir.resolve(name), new Noting())
                .database(TestDatabase.postgres(database.url()))
                .keyFile(dir.resolve("keys/master-key.json"))
                .node(name)
                .lease(LEASE)
                .onlyTools(
                        List.of(),
                        store -> List.of(
                                RecordingTool.doing("note", EffectClass.LOCAL_TX, context -> note(store, context))))
                .open()
                .start();
    }

    private static JsonNode note(JpaStore store, ToolContext context) {
        store.inTransaction(entities -> entities.createNativeQuery("insert into noted (place) values (?1)")
                .setParameter(1, context.effectKey())
                .executeUpdate());
        return RecordingTool.ok();
    }

    /** Says one thing after the other, to one node after the other; what is not acknowledged is said again. */
    private void talk(List<SeEngine> nodes, String conversation, String name) {
        for (int number = 1; !stopping; number++) {
            String text = name + "-" + number;
            for (int attempt = number; !stopping; attempt++) {
                int node = attempt % nodes.size();
                if (said(nodes.get(node), conversation, text)) {
                    byNode[node].incrementAndGet();
                    break;
                }
                pause();
            }
            pause();
        }
    }

    private boolean said(SeEngine node, String conversation, String text) {
        try {
            node.engine().dialogue().say(Clda.ALICE, conversation, text, text);
            acknowledged.add(new Acknowledged(conversation, text, System.nanoTime()));
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(60);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitsMore(int messages) {
        int now = acknowledged.size();
        Awaitility.await("acknowledged messages")
                .atMost(Duration.ofSeconds(30))
                .until(() -> acknowledged.size() >= now + messages);
    }

    private void awaitsBothNodes() {
        int first = byNode[0].get();
        int second = byNode[1].get();
        Awaitility.await("both nodes")
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(60))
                .until(() -> byNode[0].get() > first && byNode[1].get() > second);
    }

    private void failsOver(PostgresPair database, boolean synchronous) {
        awaitsMore(20);
        long from = System.nanoTime();
        if (!synchronous) {
            database.cut();
            awaitsMore(10);
        }
        database.killPrimary();
        long killed = System.nanoTime();
        database.promoteStandby();
        awaitsBothNodes();
        back.add((System.nanoTime() - killed) / 1_000_000);
        windows.add(new Window(from, killed + Duration.ofMillis(200).toNanos()));
        database.attachStandby();
    }

    private void run(boolean synchronous) throws Exception {
        Path home = Files.createTempDirectory(Path.of(System.getProperty("clda.build", "target")), "pair-")
                .toAbsolutePath();
        try (PostgresPair database = PostgresPair.start(home, synchronous);
                Said said = Said.by("clda.store.jpa.StartingOver");
                SeEngine left = node("left", database);
                SeEngine right = node("right", database)) {
            // Given
            database.sql("create table noted (place varchar(200) not null)");
            List<SeEngine> nodes = List.of(left, right);
            List<String> conversations = new ArrayList<>();
            List<Thread> people = new ArrayList<>();
            for (int person = 0; person < PEOPLE; person++) {
                String conversation =
                        left.engine().conversations().create(Clda.ALICE, null).id();
                String name = "p" + person;
                conversations.add(conversation);
                people.add(Thread.startVirtualThread(() -> talk(nodes, conversation, name)));
            }

            // When
            for (int failOver = 1; failOver <= FAIL_OVERS; failOver++) {
                failsOver(database, synchronous);
                int each = failOver * nodes.size();
                Awaitility.await("each node to say it")
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> said.lines().size() >= each);
            }
            awaitsMore(20);
            stopping = true;
            for (Thread person : people) {
                person.join();
            }

            // Then
            Outcome outcome = outcome(right, conversations);
            System.out.println("fail-overs " + FAIL_OVERS + (synchronous ? " synchronous" : " asynchronous")
                    + ": acknowledged " + acknowledged.size() + ", " + outcome + ", back after ms " + back);
            assertThat(back).allMatch(millis -> millis <= BACK_WITHIN.toMillis());
            assertThat(said.lines()).as("said once by each node").hasSize(FAIL_OVERS * nodes.size());
            assertThat(outcome.gaps).isZero();
            assertThat(outcome.doubled).as("messages that have two turns").isZero();
            assertThat(outcome.unsettled).isZero();
            assertThat(outcome.lostOutside)
                    .as("lost although the database had it")
                    .isZero();
            if (synchronous) {
                assertThat(outcome.lost).isZero();
            } else {
                assertThat(outcome.lost)
                        .as("the fail-overs lost something at all")
                        .isPositive();
            }
            long notes = database.number("select count(*) from noted");
            assertThat(notes)
                    .as("effects, each once")
                    .isEqualTo(database.number("select count(distinct place) from noted"));
            assertThat(notes).isEqualTo(outcome.completed);
            for (SeEngine node : nodes) {
                assertThat(node.damages().all()).isEmpty();
                Verification.Verdict verdict = node.audit().verify(List.of(), () -> {});
                assertThat(verdict.whole()).as(verdict.toString()).isTrue();
            }
        }
    }

    private record Outcome(int turns, int completed, int lost, int lostOutside, int doubled, int gaps, int unsettled) {}

    private Outcome outcome(SeEngine node, List<String> conversations) {
        int turns = 0;
        int completed = 0;
        int doubled = 0;
        int gaps = 0;
        int unsettled = 0;
        Map<String, Set<String>> kept = new HashMap<>();
        for (String id : conversations) {
            awaitsQuiet(node, id);
            Map<String, Set<String>> turnsOf = new HashMap<>();
            long last = 0;
            for (RecordedEvent event :
                    node.engine().log().read(id, 0, Integer.MAX_VALUE).orElseThrow()) {
                gaps += event.seq() == ++last ? 0 : 1;
                String text = text(event);
                if (text != null) {
                    turnsOf.computeIfAbsent(text, each -> new HashSet<>()).add(event.turnId());
                }
            }
            List<Turn.State> states = node.engine()
                    .conversations()
                    .view(Clda.ALICE, id, conversation -> conversation.turns().stream()
                            .map(Turn::state)
                            .toList());
            turns += states.size();
            completed +=
                    (int) states.stream().filter(Turn.State.COMPLETED::equals).count();
            unsettled += (int) states.stream().filter(state -> !state.settled()).count();
            doubled += (int)
                    turnsOf.values().stream().filter(all -> all.size() > 1).count();
            kept.put(id, turnsOf.keySet());
        }
        List<Acknowledged> lost = acknowledged.stream()
                .filter(each -> !kept.get(each.conversation).contains(each.text))
                .toList();
        int outside = (int) lost.stream()
                .filter(each -> windows.stream().noneMatch(window -> window.from <= each.at && each.at <= window.to))
                .count();
        return new Outcome(turns, completed, lost.size(), outside, doubled, gaps, unsettled);
    }

    private static String text(RecordedEvent event) {
        return switch (event.event()) {
            case TurnStarted started -> started.text();
            case TurnQueued queued -> queued.text();
            default -> null;
        };
    }

    private static void awaitsQuiet(SeEngine node, String conversation) {
        Awaitility.await("turns to end")
                .atMost(Duration.ofSeconds(60))
                .until(() -> node.engine().conversations().view(Clda.ALICE, conversation, each -> each.turns().stream()
                        .allMatch(turn -> turn.state().settled())));
    }

    @Test
    void failOversToAnAsynchronousStandbyLoseWhatTheDatabaseLosesAndNothingElse() throws Exception {
        run(false);
    }

    @Test
    void failOversToASynchronousStandbyLoseNothing() throws Exception {
        run(true);
    }
}
