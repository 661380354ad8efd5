package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.json.Json;
import clda.kit.OtlpReceiver;
import clda.kit.ScriptedModelServer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real server tells a collector and writes into its log, while everything that is said to it has a mark. */
class TracesIT {

    private static final String MARK = "canary-5e1f";
    private static final String PERSON = MARK + "-person";
    private static final String KEY = MARK + "-api-key";
    private static final String CALLER = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SCRAPER = "scrape-0123456789abcdef0123456789abcdef";
    private static final String TURN = "invoke_agent clda";

    @TempDir
    static Path folder;

    private static OtlpReceiver collector;
    private static ScriptedModelServer model;
    private static RunningServer server;
    private static Client person;
    private static String conversation;
    private static List<String> heads;

    @BeforeAll
    static void aServerDoesABitOfEverything() throws IOException {
        collector = new OtlpReceiver();
        model = new ScriptedModelServer();
        server = RunningServer.start(
                "traces",
                Map.of(
                        "clda.llm.base-url",
                        model.baseUrl(),
                        "clda.llm.model",
                        "scripted-1",
                        "clda.llm.api-key",
                        KEY,
                        "clda.accounts.file",
                        Files.writeString(folder.resolve("accounts"), LocalAccounts.line(PERSON, MARK, "user"))
                                .toString(),
                        "clda.traces.endpoint",
                        collector.endpoint(),
                        "clda.traces.headers-file",
                        Files.writeString(folder.resolve("headers"), "X-Key: " + KEY + "\n")
                                .toString(),
                        "clda.metrics.token-file",
                        Files.writeString(folder.resolve("token"), SCRAPER + "\n")
                                .toString(),
                        "clda.traces.callers",
                        "127.0.0.0/8,::1",
                        "clda.traces.to-models",
                        "true",
                        "clda.log.format",
                        "json"));
        person = Client.signedIn(server, PERSON);
        conversation = person.opensConversation(MARK + "-title");
        aTurnThatLooksSomethingUp();
        aMailThatIsApproved();
        aModelThatRepeatsWhatItWasSent();
        toolsThatAreNotOrNotThatWay();
        somethingToRemember();
        requestsThatMakeNoSense();
        Awaitility.await("the traces of all turns")
                .atMost(Duration.ofSeconds(30))
                .until(() -> collector.named(TURN).size() >= 7);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        model.close();
        collector.close();
    }

    private static void aTurnThatLooksSomethingUp() {
        model.then(ScriptedModelServer.calls("find_order", "{\"orderNumber\":\"A-1001\"}"));
        model.then(ScriptedModelServer.text("It was shipped, ", MARK));
        person.send(
                "POST",
                "/api/v1/conversations/" + conversation + "/turns",
                "{\"text\":\"where is A-1001? " + MARK + "\"}",
                Map.of("Prefer", "wait=30", "traceparent", "00-" + CALLER + "-00f067aa0ba902b7-01"));
    }

    private static void aMailThatIsApproved() {
        model.then(ScriptedModelServer.calls(
                "send_email",
                "{\"to\":\"" + MARK + "@example.com\",\"subject\":\"" + MARK + "\",\"body\":\"" + MARK + "\"}"));
        JsonNode turn = person.says(conversation, "mail " + MARK);
        model.then(ScriptedModelServer.text("It is sent."));
        JsonNode waiting = person.get("/api/v1/approvals").json().path("items").get(0);
        person.send(
                "POST",
                "/api/v1/approvals/" + waiting.path("approvalId").asText() + "/decision",
                "{\"decision\":\"approve\",\"hash\":\"" + waiting.path("hash").asText() + "\",\"reason\":\"" + MARK
                        + "\"}");
        String path = "/api/v1/conversations/" + conversation + "/turns/"
                + turn.path("id").asText();
        Awaitility.await("the end of the turn")
                .atMost(Duration.ofSeconds(30))
                .until(() -> person.get(path).json().path("state").asText().equals("completed"));
    }

    private static void aModelThatRepeatsWhatItWasSent() {
        for (int status : new int[] {400, 401, 500, 500}) {
            model.then(wire ->
                    wire.error(status, "{\"error\":{\"message\":\"cannot parse '" + MARK + "' with " + KEY + "\"}}"));
        }
        person.says(conversation, "hello " + MARK);
        person.says(conversation, "hello again, " + MARK);
        person.says(conversation, "and again, " + MARK);
        heads = List.copyOf(model.heads());
        model.forget();
    }

    private static void toolsThatAreNotOrNotThatWay() {
        model.then(ScriptedModelServer.calls(MARK, "{\"" + MARK + "\":1}"));
        model.then(ScriptedModelServer.calls("find_order", "{\"orderNumber\":{\"" + MARK + "\":1}}"));
        model.then(ScriptedModelServer.text("I cannot do that."));
        person.says(conversation, "do what cannot be done, " + MARK);
    }

    private static void somethingToRemember() {
        model.then(ScriptedModelServer.calls(
                "remember", "{\"what\":\"the password is " + MARK + "\",\"everywhere\":true}"));
        model.then(ScriptedModelServer.text("I shall."));
        person.says(conversation, "remember that " + MARK);
    }

    private static void requestsThatMakeNoSense() {
        Client nobody = Client.nobody(server);
        nobody.send("POST", "/api/v1/login", "{\"user\":\"" + PERSON + "\",\"password\":\"" + MARK + "\"}");
        Client.withToken(server, MARK + ".a.b").get("/api/v1/conversations");
        raw("POST", "/api/v1/conversations", "{\"title\": " + MARK);
        raw("POST", "/api/v1/conversations/" + MARK + "/turns", "{\"text\":\"" + MARK + "\"}");
        raw("GET", "/api/v1/conversations?limit=" + MARK, null);
    }

    private static void raw(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.uri(path).toString()))
                .header("Authorization", "Bearer " + person.token())
                .header("Content-Type", "application/json")
                .header("traceparent", MARK)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isBetween(400, 499);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Span first(String name, String traceId) {
        return collector.named(name).stream()
                .filter(span -> OtlpReceiver.hex(span.getTraceId()).equals(traceId))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span " + name + " in " + collector.everything()));
    }

    @Test
    void aTurnIsInTheTraceOfTheRequestThatOpenedItAndTheModelIsToldOfIt() {
        Span request = first("POST /api/v1/conversations/{id}/turns", CALLER);
        Span turn = first(TURN, CALLER);
        Span chat = first("chat scripted-1", CALLER);
        Span tool = first("execute_tool find_order", CALLER);

        assertThat(OtlpReceiver.hex(request.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
        assertThat(turn.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(OtlpReceiver.attributes(chat))
                .containsEntry("gen_ai.operation.name", "chat")
                .containsEntry("gen_ai.provider.name", "openai")
                .containsEntry("gen_ai.request.model", "scripted-1")
                .containsEntry("gen_ai.conversation.id", conversation)
                .containsEntry("server.address", "127.0.0.1");
        assertThat(OtlpReceiver.attributes(tool)).containsEntry("gen_ai.tool.name", "find_order");
        assertThat(heads)
                .anyMatch(head -> head.contains("00-" + CALLER + "-" + OtlpReceiver.hex(chat.getSpanId()) + "-01"));
    }

    @Test
    void theTurnThatWaitedIsTwoLinkedSpansOfOneTrace() {
        List<Span> parts = collector.named(TURN).stream()
                .filter(span ->
                        OtlpReceiver.attributes(span).get("clda.turn.id").equals("t2"))
                .toList();

        assertThat(parts).hasSize(2);
        assertThat(parts.getLast().getTraceId()).isEqualTo(parts.getFirst().getTraceId());
        assertThat(parts.getLast().getLinks(0).getSpanId())
                .isEqualTo(parts.getFirst().getSpanId());
    }

    @Test
    void theLogIsOneObjectALineAndTellsTheTurn() throws IOException {
        List<JsonNode> lines = lines();

        assertThat(lines).allSatisfy(line -> {
            assertThat(line.path("time").asText()).matches("20.*Z");
            assertThat(line.path("logger").asText()).isNotEmpty();
        });
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.path("message").asText()).contains("model main gave no answer");
            assertThat(line.path("conversation").asText()).isEqualTo(conversation);
            assertThat(line.path("turn").asText()).startsWith("t");
            assertThat(line.path("trace_id").asText()).matches("[0-9a-f]{32}");
            assertThat(line.path("node").asText()).isNotEmpty();
        });
    }

    private static List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(server.log())) {
            if (line.startsWith("{")) {
                try {
                    lines.add(Json.MAPPER.readTree(line));
                } catch (JsonProcessingException e) {
                    throw new AssertionError("no JSON: " + line, e);
                }
            }
        }
        return lines;
    }

    @Test
    void noMarkIsInWhatIsTold() throws IOException {
        assertThat(collector.keys()).containsOnly(KEY);
        assertThat(collector.everything()).doesNotContain(MARK);
        assertThat(Files.readString(server.log())).doesNotContain(MARK);
        assertThat(Client.withToken(server, SCRAPER).get("/api/v1/metrics").text())
                .contains("clda_turns_total")
                .doesNotContain(MARK);
        assertThat(Client.nobody(server).get("/health").text()).doesNotContain(MARK);
    }
}
