package clda.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clda.kit.Postgres;
import clda.kit.ScriptedModelServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Nodes that share a PostgreSQL are told to stop (SIGTERM), as with each new version. */
class StoppingIT {

    private static final String PRODUCT = System.getProperty("clda.server", "payara");
    private static final Duration SERVICE = Duration.ofSeconds(5);
    private static final Duration AFTER_SERVICE = Duration.ofSeconds(3);
    private static final Duration LONGEST_END = Duration.ofSeconds(60);

    private final ServerStore store = ServerStore.on(Postgres.shared());

    private RunningServer node(String name, Map<String, String> properties, RunningServer sharesKeysOf) {
        Map<String, String> all = new HashMap<>(properties);
        if (sharesKeysOf != null) {
            all.put(
                    "clda.security.key-file",
                    sharesKeysOf.dataDir().resolve("keys/master-key.json").toString());
        }
        return RunningServer.start("stopping-" + name, PRODUCT, all, store, List.of());
    }

    @Test
    void aNodeSaysItFirstServesOnAndHandsOverWhatItHasNotEnded() {
        try (ScriptedModelServer model = new ScriptedModelServer();
                RunningServer one = node("first", modelAt(model), null);
                RunningServer other = node("second", modelAt(model), one);
                Lines lines = new Lines()) {
            // Given somebody who is connected to a node and waits for an answer of the model
            model.otherwise(ScriptedModelServer.text("Here I am."));
            Client alice = Client.signedIn(one, "alice");
            Client there = Client.withToken(other, alice.token());
            List.of(alice, there).forEach(StoppingIT::warmsUp);
            model.forget();
            model.then(model.silence()).otherwise(ScriptedModelServer.text("Here I am."));
            String conversation = alice.opensConversation();
            lines.opensSocket(alice.address(conversation, 0), alice.token());
            lines.opensStream(
                    URI.create(one.uri("/api/v1/conversations/" + conversation + "/events")
                            .toString()),
                    alice.token());
            assertThat(lines.areOpen()).isEqualTo(2);
            CompletableFuture<Client.Answer> waiting = CompletableFuture.supplyAsync(() -> alice.send(
                    "POST",
                    "/api/v1/conversations/" + conversation + "/turns",
                    "{\"text\":\"write a poem about rain in Antwerp\"}",
                    Map.of("Prefer", "wait=60")));
            Awaitility.await("the model to be asked").atMost(LONGEST_END).until(() -> !model.requests()
                    .isEmpty());

            // When the node is told to stop
            Instant told = Instant.now();
            one.stop();

            // Then it is not ready, and serves on
            Awaitility.await("readiness to fall").atMost(Duration.ofSeconds(2)).until(() -> !one.isReady());
            assertThat(alice.get("/api/v1/conversations").status()).isEqualTo(200);
            assertThat(alice.get("/api/v1/conversations").header("Connection")).isEqualToIgnoringCase("close");
            assertThat(waiting).isNotDone();

            // And then everybody is sent away in order
            Instant end = told.plus(SERVICE).plus(AFTER_SERVICE);
            lines.awaitEnd(end);
            assertThat(lines.endedSockets()).extracting(Lines.End::code).containsExactly(1001);
            assertThat(lines.endedStreams()).extracting(Lines.End::code).containsExactly(0);
            assertThat(lines.endedSockets().getFirst().at()).isAfter(told.plus(SERVICE.minusSeconds(1)));
            Client.Answer accepted = waiting.join();
            assertThat(accepted.status()).isEqualTo(202);

            // And the turn is answered by the other node
            String turn = "/api/v1/conversations/" + conversation + "/turns/"
                    + accepted.json().path("id").asText();
            Awaitility.await("the turn to be answered")
                    .atMost(AFTER_SERVICE)
                    .until(() -> there.get(turn).json().path("state").asText().equals("completed"));
            System.out.println("stopping: answered "
                    + Duration.between(told, Instant.now()).toMillis() + " ms after the signal");
            JsonNode answered = there.get(turn).json();
            assertThat(answered.path("reply").asText()).isEqualTo("Here I am.");
            one.awaitEnd(LONGEST_END);
        }
    }

    /** Whoever speaks first waits until the server has learnt to understand. */
    private static void warmsUp(Client client) {
        assertThat(client.says(client.opensConversation(), "hello")
                        .path("state")
                        .asText())
                .isEqualTo("completed");
    }

    private static Map<String, String> modelAt(ScriptedModelServer model) {
        return Map.of("clda.llm.base-url", model.baseUrl(), "clda.llm.model", "scripted-1");
    }

    /** How often and how busy is said by system properties: a campaign stops nodes fifty times at fifty turns a second. */
    @Test
    void stopsUnderLoadBehindAProxyFailNoRequestAndLoseNoTurn() throws Exception {
        assumeTrue(Balancer.isInstalled(), "haproxy is not installed");
        int stops = Integer.getInteger("clda.stops", 2);
        int perSecond = Integer.getInteger("clda.stops.turns", 10);
        int people = perSecond * 2;
        try (RunningServer one = node("one", Map.of(), null);
                RunningServer other = node("other", Map.of(), one);
                Balancer balancer = Balancer.before(List.of(one, other));
                SteadyTraffic traffic = new SteadyTraffic(
                        balancer::uri,
                        Client.signedIn(one, "alice").token(),
                        people,
                        Duration.ofMillis(1_000L * people / perSecond))) {
            Instant began = Instant.now();
            for (int stop = 0; stop < stops; stop++) {
                RunningServer node = stop % 2 == 0 ? one : other;
                awaitMore(traffic, perSecond * 2);

                node.stop();
                node.awaitEnd(LONGEST_END);
                node.startAgain();
                Awaitility.await("the node to be ready").atMost(LONGEST_END).until(node::isReady);
                System.out.println(soFar(stop + 1, began, traffic));
            }
            awaitMore(traffic, perSecond * 2);

            List<String> lost = traffic.lost();
            System.out.println(soFar(stops, began, traffic) + ", " + lost.size() + " turns lost");
            assertThat(traffic.failures().stream().limit(10))
                    .as("requests that failed, the first of them")
                    .isEmpty();
            assertThat(lost).as("acknowledged turns that were lost").isEmpty();
        }
    }

    /** So that a run of an hour that is cut off has told what it saw. */
    private static String soFar(int stops, Instant began, SteadyTraffic traffic) {
        return "stopping: " + stops + " stops in "
                + Duration.between(began, Instant.now()).toSeconds() + " s, " + traffic.acknowledged()
                + " turns acknowledged, " + traffic.failures().size() + " requests failed";
    }

    private static void awaitMore(SteadyTraffic traffic, int turns) {
        int now = traffic.acknowledged();
        Awaitility.await("turns").atMost(LONGEST_END).untilAsserted(() -> assertThat(traffic.acknowledged())
                .as("%d failures", traffic.failures().size())
                .isGreaterThanOrEqualTo(now + turns));
    }
}
