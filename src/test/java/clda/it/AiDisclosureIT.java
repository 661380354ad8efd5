package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each door tells at first contact that an AI answers, and marks what was generated so that machines can tell. */
class AiDisclosureIT {

    private static final String IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/";

    private static final List<String> told = new CopyOnWriteArrayList<>();
    private static HttpServer other;
    private static RunningServer server;
    private static Client alice;

    @BeforeAll
    static void start() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/hook", exchange -> {
            try (exchange) {
                told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(204, -1);
            }
        });
        other.start();
        server = RunningServer.start(
                "ai",
                Map.of(
                        "clda.demo.statement-step",
                        "PT0.01S",
                        "clda.events.webhook.url",
                        "http://127.0.0.1:" + other.getAddress().getPort() + "/hook",
                        "clda.events.webhook.secret",
                        "whsec_" + Base64.getEncoder().encodeToString(new byte[32])));
        alice = Client.signedIn(server, "alice");
    }

    @AfterAll
    static void stop() {
        server.close();
        other.stop(0);
    }

    private static void assertMarked(JsonNode generated) {
        assertThat(generated.path("generatedBy").asText())
                .as(generated.toString())
                .isEqualTo("ai");
        assertThat(generated.path("digitalSourceType").asText()).startsWith(IPTC);
    }

    private static JsonNode first(JsonNode items, String type) {
        for (JsonNode item : items) {
            if (item.path("type").asText().equals(type)) {
                return item;
            }
        }
        throw new AssertionError("no " + type + " in " + items);
    }

    @Test
    void theRestApiTellsAndMarks() {
        assertThat(Client.nobody(server).get("/api/v1/system").json().path("ai").asBoolean())
                .isTrue();

        JsonNode made = alice.send("POST", "/api/v1/conversations", "{}").json();
        String path = "/api/v1/conversations/" + made.path("id").asText();
        JsonNode before = alice.get(path + "/events").json().path("items");
        JsonNode turn = alice.says(made.path("id").asText(), "where is order A-1001?");
        JsonNode events = alice.get(path + "/events").json().path("items");

        assertThat(made.path("ai").asBoolean()).isTrue();
        assertThat(before).hasSize(1);
        assertThat(before.path(0).path("type").asText()).isEqualTo("conversation.opened");
        assertThat(before.path(0).path("seq").asInt()).isEqualTo(1);
        assertThat(before.path(0).path("data").path("ai").asBoolean()).isTrue();
        assertThat(before.path(0).path("data").path("notice").asText())
                .contains("AI")
                .contains("人工智能");
        assertMarked(turn);
        assertMarked(first(events, "message.completed").path("data"));
        assertMarked(alice.get(path + "/messages").json().path("items").path(1));
        assertThat(alice.get(path + "/export?format=md").text())
                .contains("AI system")
                .contains(IPTC);
        assertThat(alice.get(path + "/export?format=dialogue").text())
                .contains("AI system")
                .contains(IPTC);
        assertThat(alice.get(path + "/export").json().path("ai").asBoolean()).isTrue();
        JsonNode tracker = alice.get(path + "/export?format=rasa").json().path("events");
        assertMarked(tracker.path(tracker.size() - 1).path("metadata"));
    }

    @Test
    void theFirstEventOverASocketTells() {
        String id = alice.opensConversation();
        try (Socket socket = alice.socket(id, 0)) {
            JsonNode opened = socket.awaits("conversation.opened");

            assertThat(opened.path("seq").asInt()).isEqualTo(1);
            assertThat(opened.path("data").path("ai").asBoolean()).isTrue();
            assertThat(socket.types().getFirst()).isEqualTo("conversation.opened");
        }
    }

    @Test
    void aSenderOfRasasDoorIsTold() {
        JsonNode first = alice.send("POST", "/webhooks/rest/webhook", "{\"sender\":\"s\",\"message\":\"hello\"}")
                .json();
        JsonNode second = alice.send("POST", "/webhooks/rest/webhook", "{\"sender\":\"s\",\"message\":\"你好\"}")
                .json();

        assertThat(first.toString()).contains("An AI system answers here.");
        assertThat(second.toString()).doesNotContain("AI system answers").doesNotContain("人工智能系统回答");
        first.forEach(answer -> assertMarked(answer.path("metadata")));
    }

    @Test
    void otherSystemsAreToldOfTheOpening() {
        String id = alice.opensConversation();

        Awaitility.await("the webhook").until(() -> told.stream()
                .anyMatch(batch -> batch.contains(id) && batch.contains("clda.conversation.opened")));
    }

    @Test
    void aStatementIsMarked() {
        String id = alice.opensConversation();
        alice.says(id, "prepare the statement of 2026-01");

        Awaitility.await("the statement").untilAsserted(() -> {
            JsonNode events = alice.get("/api/v1/conversations/" + id + "/events?limit=200")
                    .json()
                    .path("items");
            assertMarked(Json.MAPPER.readTree(
                    first(events, "task.completed").path("data").path("result").toString()));
        });
    }

    @Test
    void thePagesTellInWordsAndToMachines() {
        try (People people = new People(server)) {
            Page door = people.atTheDoor(People.Look.CHINESE);
            assertThat(door.locator(".ai-notice").textContent()).contains("人工智能");

            Page page = people.signIn("alice", People.Look.DESKTOP);
            assertThat(page.locator(".ai-notice").textContent()).contains("AI system");
            People.say(page, "where is order A-1001?");
            People.lastTurn(page).locator(".card").waitFor();
            Awaitility.await("the mark").until(() -> {
                String source =
                        People.lastTurn(page).locator(".markdown").last().getAttribute("data-digital-source-type");
                return source != null && source.startsWith(IPTC);
            });
            assertThat(People.lastTurn(page).locator(".markdown").last().getAttribute("data-generated-by"))
                    .isEqualTo("ai");
            for (String other : List.of("approvals", "mailbox", "memory", "usage", "index")) {
                page.navigate(server.uri("/" + other + ".xhtml").toString());
                assertThat(page.locator("meta[name=ai][content=true]").count())
                        .as(other)
                        .isEqualTo(1);
            }
            people.leave();
        }
    }
}
