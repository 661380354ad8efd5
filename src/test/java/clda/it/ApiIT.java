package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.json.Json;
import clda.kit.Pictures;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The doors of the running server: what they promise, and what they do with bad input. */
class ApiIT {

    private static final String CANARY = "canary-9c41-金丝雀";

    private static final List<String> told = new CopyOnWriteArrayList<>();
    /** The id of an event that the other system does not take. */
    private static volatile String refusedEvent = "";

    private static HttpServer other;
    private static RunningServer server;
    private static Client alice;
    private static Client bob;
    private static Client carol;
    private static String conversation;

    @BeforeAll
    static void start() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/hook", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                boolean refused = body.contains("\"" + refusedEvent + "\"");
                if (!refused) {
                    told.add(body);
                }
                exchange.sendResponseHeaders(refused ? 422 : 204, -1);
            }
        });
        other.start();
        server = RunningServer.start(
                "api",
                Map.of(
                        "clda.events.webhook.url",
                        "http://127.0.0.1:" + other.getAddress().getPort() + "/hook",
                        "clda.events.webhook.secret",
                        "whsec_" + Base64.getEncoder().encodeToString(new byte[32]),
                        "clda.events.webhook.tries",
                        "1"));
        alice = Client.signedIn(server, "alice");
        bob = Client.signedIn(server, "bob");
        carol = Client.signedIn(server, "carol");
        conversation = alice.opensConversation();
        alice.says(conversation, "where is order A-1001?");
    }

    @AfterAll
    static void stop() {
        server.close();
        other.stop(0);
    }

    private static String turns(String id) {
        return "/api/v1/conversations/" + id + "/turns";
    }

    private static void assertProblem(Client.Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().has("detail")).isTrue();
        assertThat(answer.text())
                .doesNotContain("Exception")
                .doesNotContain("at clda")
                .doesNotContain("select ");
    }

    /** Every operation: method, path, a body that would be good. */
    static Stream<String[]> operations() {
        return Stream.of(
                new String[] {"POST", "/api/v1/conversations", "{}"},
                new String[] {"GET", "/api/v1/conversations", null},
                new String[] {"GET", "/api/v1/conversations/{id}", null},
                new String[] {"PATCH", "/api/v1/conversations/{id}", "{\"title\":\"x\"}"},
                new String[] {"DELETE", "/api/v1/conversations/{id}", null},
                new String[] {"POST", "/api/v1/conversations/{id}/turns", "{\"text\":\"hello\"}"},
                new String[] {"GET", "/api/v1/conversations/{id}/turns/t1", null},
                new String[] {"POST", "/api/v1/conversations/{id}/turns/t1/cancel", "{}"},
                new String[] {"POST", "/api/v1/conversations/{id}/turns/t1/regenerate", "{}"},
                new String[] {"POST", "/api/v1/conversations/{id}/turns/t1/edit", "{\"text\":\"hello\"}"},
                new String[] {"GET", "/api/v1/conversations/{id}/messages", null},
                new String[] {"GET", "/api/v1/conversations/{id}/events", null},
                new String[] {"PUT", "/api/v1/conversations/{id}/read", "{\"upTo\":1}"},
                new String[] {"GET", "/api/v1/conversations/{id}/export", null},
                new String[] {"GET", "/api/v1/conversations/{id}/images/none", null},
                new String[] {"GET", "/api/v1/conversations/{id}/recording", null},
                new String[] {"DELETE", "/api/v1/conversations/{id}/recording", null},
                new String[] {"POST", "/api/v1/conversations/{id}/recording/shadow", "{\"model\":\"main\"}"},
                new String[] {"GET", "/api/v1/approvals", null},
                new String[] {"POST", "/api/v1/approvals/none/decision", "{\"decision\":\"approve\",\"hash\":\"0\"}"},
                new String[] {"POST", "/api/v1/conversations/{id}/turns/t1/calls/t1-c1/undo", "{}"},
                new String[] {"POST", "/api/v1/approvals/none/delegation", "{\"to\":\"bob\"}"},
                new String[] {"GET", "/api/v1/effects", null},
                new String[] {"POST", "/api/v1/effects/none/check", "{}"},
                new String[] {"POST", "/api/v1/effects/none/resolve", "{\"outcome\":\"done\"}"},
                new String[] {"GET", "/api/v1/audit", null},
                new String[] {"GET", "/api/v1/audit/verify", null},
                new String[] {"GET", "/api/v1/dead-letters", null},
                new String[] {"POST", "/api/v1/dead-letters/send", "{}"},
                new String[] {"POST", "/api/v1/dead-letters/none/send", "{}"},
                new String[] {"DELETE", "/api/v1/dead-letters/none", null},
                new String[] {"GET", "/api/v1/release", null},
                new String[] {"POST", "/api/v1/release", "{}"},
                new String[] {"POST", "/api/v1/release/promote", "{}"},
                new String[] {"POST", "/api/v1/release/roll-back", "{}"},
                new String[] {"GET", "/api/v1/tasks", null},
                new String[] {"GET", "/api/v1/tasks/none", null},
                new String[] {"POST", "/api/v1/tasks/none/cancel", "{}"},
                new String[] {"GET", "/api/v1/schedules", null},
                new String[] {"DELETE", "/api/v1/schedules/none", null},
                new String[] {"GET", "/api/v1/me/settings", null},
                new String[] {"PUT", "/api/v1/me/settings", "{\"timeZone\":\"Asia/Shanghai\"}"},
                new String[] {"GET", "/api/v1/tools", null},
                new String[] {"GET", "/api/v1/memory", null},
                new String[] {"POST", "/api/v1/memory", "{\"text\":\"I prefer short answers\"}"},
                new String[] {"PATCH", "/api/v1/memory/999", "{\"text\":\"x\"}"},
                new String[] {"DELETE", "/api/v1/memory/999", null},
                new String[] {"GET", "/api/v1/models", null},
                new String[] {"GET", "/api/v1/usage", null},
                new String[] {"POST", "/api/v1/ws-ticket", "{}"});
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nobodyGetsPastWithoutAValidToken(String method, String path, String body) {
        String target = path.replace("{id}", conversation);
        String[] parts = alice.token().split("\\.");
        String forged = parts[0] + "." + parts[1] + "." + parts[2].substring(4) + "AAAA";

        assertProblem(Client.nobody(server).send(method, target, body), 401);
        assertProblem(Client.withToken(server, forged).send(method, target, body), 401);
        assertProblem(Client.withToken(server, "not.a.token").send(method, target, body), 401);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatIsAnothersOrNobodysIsNotThere(String method, String path, String body) {
        if (!path.contains("{id}")) {
            return;
        }

        assertProblem(bob.send(method, path.replace("{id}", conversation), body), 404);
        assertProblem(alice.send(method, path.replace("{id}", "AAAAAAAAAAAAAAAAAAAAAA"), body), 404);
        assertThat(alice.get("/api/v1/conversations/" + conversation).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aBodyThatIsNoJsonObjectIsRefused(String method, String path, String body) {
        if (body == null
                || path.endsWith("ws-ticket")
                || path.matches(".*(cancel|regenerate|undo|check|send|promote)")) {
            return;
        }
        String target = path.replace("{id}", conversation);

        assertProblem(alice.send(method, target, "{\"text\":"), 400);
        assertProblem(alice.send(method, target, "[]"), 400);
        assertProblem(alice.send(method, target, "{\"text\":1,\"text\":2}"), 400);
        assertProblem(
                alice.sendBody(
                        method,
                        target,
                        HttpRequest.BodyPublishers.ofByteArray(
                                new byte[] {'{', '"', 't', '"', ':', '"', (byte) 0xc3, (byte) 0x28, '"', '}'}),
                        Map.of()),
                400);
        assertProblem(
                alice.send(method, target, "x=1", Map.of("Content-Type", "application/x-www-form-urlencoded")), 415);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    POST  | /api/v1/conversations                    | {"title":7}                 | 400
                    POST  | /api/v1/conversations                    | {"title":"   "}             | 400
                    PATCH | /api/v1/conversations/{id}               | {}                          | 400
                    PATCH | /api/v1/conversations/{id}               | {"archived":"yes"}          | 400
                    POST  | /api/v1/conversations/{id}/turns         | {}                          | 400
                    POST  | /api/v1/conversations/{id}/turns         | {"text":null}               | 400
                    POST  | /api/v1/conversations/{id}/turns         | {"text":["hi"]}             | 400
                    POST  | /api/v1/conversations/{id}/turns         | {"text":""}                 | 400
                    POST  | /api/v1/conversations/{id}/turns         | {"text":"\\ud83d"}          | 400
                    POST  | /api/v1/conversations/{id}/turns         | {"text":"x","clientMessageId":5} | 400
                    GET   | /api/v1/conversations/{id}/turns/t99     |                             | 404
                    POST  | /api/v1/conversations/{id}/turns/t99/cancel | {}                       | 404
                    POST  | /api/v1/conversations/{id}/turns/t99/regenerate | {}                   | 404
                    POST  | /api/v1/conversations/{id}/turns/t1/edit | {"text":""}                 | 400
                    POST  | /api/v1/memory                           | {}                          | 400
                    POST  | /api/v1/memory                           | {"text":" "}                | 400
                    POST  | /api/v1/memory                           | {"text":"\\ud83d"}          | 400
                    POST  | /api/v1/memory                           | {"text":"x","conversationId":"none"} | 404
                    PATCH | /api/v1/memory/999                       | {"text":"x"}                | 404
                    DELETE | /api/v1/memory/999                      |                             | 404
                    DELETE | /api/v1/memory/one                      |                             | 404
                    GET   | /api/v1/conversations?limit=0            |                             | 400
                    GET   | /api/v1/conversations?limit=ten          |                             | 400
                    GET   | /api/v1/conversations?before=x           |                             | 400
                    GET   | /api/v1/conversations/{id}/events?after=-1 |                           | 400
                    GET   | /api/v1/conversations/{id}/events?after=99999999999999999999 |         | 400
                    GET   | /api/v1/conversations/{id}/export?format=exe |                         | 400
                    GET   | /api/v1/approvals?state=all              |                             | 400
                    POST  | /api/v1/approvals/none/decision          | {"decision":"approve","hash":"0"} | 404
                    POST  | /api/v1/approvals/none/decision          | {"decision":"perhaps","hash":"0"} | 400
                    POST  | /api/v1/approvals/none/decision          | {"decision":"approve"}      | 400
                    POST  | /api/v1/approvals/none/decision          | {"decision":"approve","hash":"0","arguments":[]} | 400
                    GET   | /api/v1/effects?state=done               |                             | 400
                    POST  | /api/v1/effects/none/check               | {}                          | 404
                    POST  | /api/v1/effects/none/resolve             | {"outcome":"done"}          | 404
                    POST  | /api/v1/effects/none/resolve             | {"outcome":"maybe"}         | 400
                    POST  | /api/v1/effects/none/resolve             | {}                          | 400
                    POST  | /api/v1/approvals/none/delegation        | {"to":"bob"}                | 404
                    POST  | /api/v1/approvals/none/delegation        | {}                          | 400
                    POST  | /api/v1/approvals/none/decision          | {"decision":"approve","hash":"0","remember":"yes"} | 400
                    GET   | /api/v1/tasks/none                       |                             | 404
                    POST  | /api/v1/tasks/none/cancel                | {}                          | 404
                    DELETE | /api/v1/schedules/none                  |                             | 404
                    PUT   | /api/v1/me/settings                      | {"timeZone":"Nowhere/City"} | 400
                    PUT   | /api/v1/me/settings                      | {"timeZone":8}              | 400
                    GET    | /api/v1/audit                           |                             | 403
                    GET    | /api/v1/audit/verify                    |                             | 403
                    POST  | /api/v1/conversations/{id}/turns/t1/calls/none/undo | {}               | 404
                    GET   | /api/v1/nothing                          |                             | 404
                    PUT   | /api/v1/conversations                    | {}                          | 405
                    POST  | /api/v1/login                            | {"user":"alice"}            | 400
                    POST  | /api/v1/login                            | {"user":"alice","password":"x"} | 401
                    POST  | /api/v1/login                            | {"user":"nobody","password":"nobody-demo"} | 401
                    GET   | /nothing                                 |                             | 404
                    """)
    void badInputGetsAClearProblem(String method, String path, String body, int status) {
        assertProblem(alice.send(method, path.replace("{id}", conversation), body), status);
    }

    @Test
    void aTextThatIsTooLongIsRefusedWholeAndABodyTooLargeToo() {
        String id = alice.opensConversation();

        assertProblem(alice.send("POST", turns(id), text("x".repeat(32_001))), 413);
        assertProblem(alice.send("POST", turns(id), text("x".repeat(1 << 21))), 413);

        assertThat(alice.get("/api/v1/conversations/" + id + "/events?after=1")
                        .json()
                        .path("items"))
                .isEmpty();
        assertThat(alice.says(id, "语".repeat(32_000)).path("state").asText()).isEqualTo("completed");
    }

    private Client.Answer takesIn(Client client, String conversation, byte[] bytes, String type) {
        return client.sendBody(
                "POST",
                "/api/v1/conversations/" + conversation + "/images",
                HttpRequest.BodyPublishers.ofByteArray(bytes),
                Map.of("Content-Type", type));
    }

    @Test
    void aPersonHasATimeZone() {
        assertThat(bob.send("GET", "/api/v1/me/settings", null)
                        .json()
                        .path("timeZone")
                        .isNull())
                .isTrue();

        JsonNode set = bob.send("PUT", "/api/v1/me/settings", "{\"timeZone\":\"Pacific/Auckland\"}")
                .json();

        assertThat(set.path("timeZone").asText()).isEqualTo("Pacific/Auckland");
        assertThat(bob.send("GET", "/api/v1/me/settings", null).json()).isEqualTo(set);
        assertThat(alice.send("GET", "/api/v1/me/settings", null)
                        .json()
                        .path("effectiveTimeZone")
                        .asText())
                .isNotEqualTo("Pacific/Auckland");

        JsonNode unset =
                bob.send("PUT", "/api/v1/me/settings", "{\"timeZone\":null}").json();
        assertThat(unset.path("timeZone").isNull()).isTrue();
    }

    @Test
    void anImageIsTakenInShownAndGivenBackAsItWas() {
        String id = alice.opensConversation();

        Client.Answer taken = takesIn(alice, id, Pictures.png(2_000_000), "image/jpeg");
        String image = taken.json().path("id").asText();
        JsonNode turn = alice.send(
                        "POST",
                        turns(id),
                        "{\"text\":\"what is this?\",\"images\":[\"" + image + "\"]}",
                        Map.of("Prefer", "wait=20"))
                .json();
        Client.Answer back = alice.get("/api/v1/conversations/" + id + "/images/" + image);

        assertThat(taken.status()).as(taken.text()).isEqualTo(201);
        assertThat(taken.json().path("mediaType").asText()).isEqualTo("image/png");
        assertThat(turn.path("images").get(0).path("id").asText()).isEqualTo(image);
        assertThat(turn.path("reply").asText()).contains("cannot look at images");
        assertThat(back.type()).isEqualTo("image/png");
        assertThat(back.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(back.header("Content-Security-Policy")).contains("sandbox");
        assertProblem(bob.get("/api/v1/conversations/" + id + "/images/" + image), 404);
        assertProblem(takesIn(bob, id, Pictures.png(100), "image/png"), 404);
        assertProblem(takesIn(alice, id, "<svg/>".getBytes(StandardCharsets.UTF_8), "image/png"), 400);
        assertProblem(takesIn(alice, id, Pictures.png(5_000_001), "image/png"), 413);
        assertProblem(takesIn(alice, id, Pictures.png(100), "image/svg+xml"), 415);
        assertProblem(alice.send("POST", turns(id), "{\"text\":\"x\",\"images\":[\"none\"]}"), 404);
        assertProblem(alice.send("POST", turns(id), "{\"text\":\"x\",\"images\":\"none\"}"), 400);
    }

    private static String text(String text) {
        return Json.MAPPER.createObjectNode().put("text", text).toString();
    }

    @Test
    void theSameKeyIsTheSameRequest() {
        String id = alice.opensConversation();
        Map<String, String> key = Map.of("Idempotency-Key", "k-1", "Prefer", "wait=30");

        Client.Answer first = alice.send("POST", turns(id), text("hello"), key);
        Client.Answer again = alice.send("POST", turns(id), text("hello"), key);
        Client.Answer other = alice.send("POST", turns(id), text("goodbye"), key);

        assertThat(again.text()).isEqualTo(first.text());
        assertProblem(other, 422);
        assertThat(alice.get("/api/v1/conversations/" + id + "/messages").json().path("items"))
                .hasSize(2);
    }

    @Test
    void fiftyRequestsWithOneKeyMakeOneConversation() throws Exception {
        List<Future<Client.Answer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                answers.add(threads.submit(() -> carol.send(
                        "POST",
                        "/api/v1/conversations",
                        "{\"title\":\"only one\"}",
                        Map.of("Idempotency-Key", "k-2"))));
            }
        }

        List<String> ids = new ArrayList<>();
        for (Future<Client.Answer> answer : answers) {
            assertThat(answer.get().status()).isIn(201, 409);
            if (answer.get().status() == 201) {
                ids.add(answer.get().json().path("id").asText());
            }
        }
        assertThat(ids).isNotEmpty();
        assertThat(ids.stream().distinct()).hasSize(1);
    }

    @Test
    void aMailIsApprovedOverRest() {
        String id = bob.opensConversation();
        JsonNode turn = bob.says(id, "email carol@example.com that lunch is ready");
        assertThat(turn.path("state").asText()).isEqualTo("awaiting_approval");
        JsonNode approval = turn.path("approval");
        String decision = "/api/v1/approvals/" + approval.path("approvalId").asText() + "/decision";

        assertProblem(bob.send("POST", decision, "{\"decision\":\"approve\",\"hash\":\"other\"}"), 409);
        assertProblem(
                alice.send(
                        "POST",
                        decision,
                        "{\"decision\":\"approve\",\"hash\":\""
                                + approval.path("hash").asText() + "\"}"),
                404);
        Client.Answer decided = bob.send(
                "POST",
                decision,
                "{\"decision\":\"approve\",\"hash\":\"" + approval.path("hash").asText() + "\"}");

        assertThat(decided.status()).isEqualTo(200);
        try (Socket socket = bob.socket(id, 0)) {
            assertThat(socket.awaits("turn.completed")
                            .path("data")
                            .path("reply")
                            .asText())
                    .contains("has been sent");
        }
    }

    @Test
    void aMailIsApprovedOverTheSocketThatShowedIt() {
        String id = bob.opensConversation();
        try (Socket socket = bob.socket(id, 0)) {
            socket.sends("{\"type\":\"say\",\"text\":\"email carol@example.com that tea is ready\"}");
            String approvalId = socket.awaits("approval.requested")
                    .path("data")
                    .path("approvalId")
                    .asText();

            socket.sends("{\"type\":\"decide\",\"approvalId\":\"" + approvalId + "\",\"decision\":\"approve\"}");

            assertThat(socket.awaits("turn.completed")
                            .path("data")
                            .path("reply")
                            .asText())
                    .contains("has been sent");
        }
    }

    @Test
    void aSocketTellsEverythingOnceAndInOrder() {
        String id = alice.opensConversation();
        try (Socket socket = alice.socket(id, 0)) {
            socket.sends(
                    "{\"type\":\"say\",\"text\":\"show last month's sales by region\",\"clientMessageId\":\"m1\"}");
            socket.awaits("turn.completed");
            socket.sends(
                    "{\"type\":\"say\",\"text\":\"show last month's sales by region\",\"clientMessageId\":\"m1\"}");
            socket.sends("{\"type\":\"ping\"}");
            socket.awaits("pong");

            List<Long> seqs = socket.messages().stream()
                    .filter(message -> message.has("seq"))
                    .map(message -> message.path("seq").asLong())
                    .toList();
            assertThat(seqs).isSorted().doesNotHaveDuplicates().startsWith(1L);
            assertThat(seqs.getLast()).isEqualTo(seqs.size());
            assertThat(socket.types()).containsOnlyOnce("turn.started");
            TreeMap<Integer, String> deltas = new TreeMap<>();
            socket.messages().stream()
                    .filter(message -> message.path("type").asText().equals("text.delta"))
                    .forEach(message -> deltas.put(
                            message.path("index").asInt(), message.path("text").asText()));
            assertThat(String.join("", deltas.values()))
                    .isEqualTo(socket.awaits("message.completed")
                            .path("data")
                            .path("text")
                            .asText());
        }
        try (Socket later = alice.socket(id, 5)) {
            later.awaits("turn.completed");
            assertThat(later.messages().getFirst().path("seq").asLong()).isEqualTo(6);
        }
    }

    @Test
    void serverSentEventsHonourTheLastEventId() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri("/api/v1/conversations/" + conversation + "/events"))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + alice.token())
                .header("Last-Event-ID", "3")
                .build();

        HttpResponse<InputStream> response = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofInputStream());

        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        StringBuilder text = new StringBuilder();
        try (InputStream in = response.body()) {
            while (text.indexOf("turn.completed") < 0) {
                text.append((char) in.read());
            }
        }
        assertThat(text.toString()).contains("id: 4").doesNotContain("id: 3\n").doesNotContain("turn.started");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing",
                "[]",
                "{}",
                "{\"type\":\"dance\"}",
                "{\"type\":\"say\"}",
                "{\"type\":\"say\",\"text\":5}",
                "{\"type\":\"say\",\"text\":\"\"}",
                "{\"type\":\"cancel\"}",
                "{\"type\":\"cancel\",\"turnId\":\"t99\"}",
                "{\"type\":\"decide\",\"approvalId\":\"x\",\"decision\":\"approve\",\"hash\":\"0\"}",
                "{\"type\":\"decide\",\"approvalId\":\"x\",\"decision\":\"maybe\"}",
                "{\"type\":\"say\",\"text\":\"x\",\"images\":\"none\"}",
                "{\"type\":\"say\",\"text\":\"x\",\"images\":[7]}",
                "{\"type\":\"say\",\"text\":\"x\",\"images\":[\"none\"]}",
                "{\"type\":\"say\",\"text\":\"x\",\"clientMessageId\":{}}"
            })
    void aBadMessageIsAnsweredByAProblemAndTheSocketStaysOpen(String message) {
        try (Socket socket = alice.socket(conversation, 0)) {
            socket.sends(message);
            JsonNode problem = socket.awaits("problem").path("problem");
            socket.sends("{\"type\":\"ping\"}");

            assertThat(problem.path("status").asInt()).isBetween(400, 499);
            socket.awaits("pong");
        }
    }

    @Test
    void aTooLongTextOverTheSocketIsRefused() {
        try (Socket socket = alice.socket(conversation, 0)) {
            socket.sends("{\"type\":\"say\",\"text\":\"" + "x".repeat(32_001) + "\",\"clientMessageId\":\"long\"}");

            assertThat(socket.awaits("problem").path("problem").path("status").asInt())
                    .isEqualTo(413);
        }
    }

    /** So that the close is the first thing that the server says. */
    private static Wire atTheEndOfAConversation() {
        String id = alice.opensConversation();
        long end =
                alice.get("/api/v1/conversations/" + id).json().path("lastSeq").asLong();
        return Wire.open(alice.address(id, end), alice.token());
    }

    @Test
    void anOversizeMessageInFragmentsIsCutOff() {
        try (Wire wire = atTheEndOfAConversation()) {
            wire.sendsWithoutEnd(new byte[4_096]);

            assertThat(wire.awaitsClose()).isEqualTo(1009);
        }
    }

    @Test
    void aMessageInTooManyFragmentsIsCutOff() {
        try (Wire wire = atTheEndOfAConversation()) {
            wire.sendsWithoutEnd(new byte[] {'x'});

            assertThat(wire.awaitsClose()).isEqualTo(1009);
        }
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        try (Wire wire = Wire.open(alice.address(conversation, 0), alice.token())) {
            wire.sendsText((byte) 0xc3, (byte) 0x28);

            assertThat(wire.awaitsClose()).isEqualTo(1007);
        }
    }

    @Test
    void binaryIsRefused() {
        try (Socket socket = alice.socket(conversation, 0)) {
            socket.sendsBinary();

            assertThat(socket.awaitsClose()).isEqualTo(1003);
        }
    }

    @Test
    void aSocketWithoutATicketOrWithAUsedOneOrOfAStrangerIsClosed() {
        String ticket = alice.send("POST", "/api/v1/ws-ticket", "{}")
                .json()
                .path("ticket")
                .asText();
        List<String> protocols = List.of("clda.v1", "ticket." + ticket);
        try (Socket first = Socket.open(alice.address(conversation, 0), protocols, Map.of());
                Socket again = Socket.open(alice.address(conversation, 0), protocols, Map.of());
                Socket none = Socket.open(alice.address(conversation, 0), List.of("clda.v1"), Map.of());
                Socket forged = Socket.open(
                        alice.address(conversation, 0),
                        List.of("clda.v1"),
                        Map.of("Authorization", "Bearer " + alice.token() + "x"));
                Socket stranger = bob.socket(conversation, 0);
                Socket nowhere = alice.socket("AAAAAAAAAAAAAAAAAAAAAA", 0)) {
            first.awaits("turn.completed");
            assertThat(again.awaitsClose()).isEqualTo(4401);
            assertThat(none.awaitsClose()).isEqualTo(4401);
            assertThat(forged.awaitsClose()).isEqualTo(4401);
            assertThat(stranger.awaitsClose()).isEqualTo(4404);
            assertThat(nowhere.awaitsClose()).isEqualTo(4404);
        }
    }

    @Test
    void whatIsSentIntoASocketThatIsBeingClosedIsNotHandled() {
        // Given what carol may decide, but not in a conversation that is not hers
        String id = alice.opensConversation();
        JsonNode approval =
                alice.says(id, "refund 150 dollars for order A-1001").path("approval");
        ObjectNode decision = Json.MAPPER
                .createObjectNode()
                .put("type", "decide")
                .put("approvalId", approval.path("approvalId").asText())
                .put("hash", approval.path("hash").asText())
                .put("decision", "deny");

        // When
        for (int time = 0; time < 10; time++) {
            try (Wire wire = Wire.open(carol.address(id, 0), carol.token())) {
                wire.sendsText(decision.toString().getBytes(StandardCharsets.UTF_8));
                assertThat(wire.awaitsClose()).isEqualTo(4404);
            }
        }

        // Then
        assertThat(carol.get("/api/v1/approvals?state=pending").text())
                .contains(approval.path("approvalId").asText());
    }

    @Test
    void socketsThatEndAsSoonAsTheyAreOpenDisturbNoOtherRequest() throws InterruptedException {
        // Given many more clients at once than processors, whose sockets are refused, or which hang up at once or just
        // then
        String id = alice.opensConversation();
        List<String> seen = new CopyOnWriteArrayList<>();

        // When
        InParallel.each(800, 32, time -> {
            try (Wire wire = Wire.open(carol.address(id, 0), carol.token())) {
                if (time % 2 == 0) {
                    wire.sendsText("{}".getBytes(StandardCharsets.UTF_8));
                    assertThat(wire.awaitsClose()).isEqualTo(4404);
                }
                if (time % 4 < 2) {
                    wire.aborts();
                }
            } catch (RuntimeException | AssertionError e) {
                seen.add(e.toString());
            }
            seen.add(alice.get("/api/v1/conversations/" + id).text().contains(id) ? "answered" : "disturbed");
        });

        // Then
        assertThat(seen).hasSize(800).containsOnly("answered");
    }

    @Test
    void aTokenInTheHeaderOpensASocketAndOneInTheAddressDoesNot() {
        try (Socket header = Socket.open(
                        alice.address(conversation, 0),
                        List.of("clda.v1"),
                        Map.of("Authorization", "Bearer " + alice.token()));
                Socket query = Socket.open(
                        URI.create(alice.address(conversation, 0) + "&access_token=" + alice.token()),
                        List.of("clda.v1"),
                        Map.of())) {
            header.awaits("turn.completed");
            assertThat(query.awaitsClose()).isEqualTo(4401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "null", "http://localhost.evil.example", "http://localhost:1", "file://"
            })
    void aPageFromElsewhereCannotOpenASocket(String origin) {
        try (Socket socket = Socket.open(
                alice.address(conversation, 0),
                List.of("clda.v1"),
                Map.of("Authorization", "Bearer " + alice.token(), "Origin", origin))) {
            assertThat(socket.awaitsClose()).isIn(4401, -1);
            assertThat(socket.messages()).isEmpty();
        }
    }

    @Test
    void aCookieDoesNotActForAPageFromElsewhere() {
        Map<String, String> headers = Map.of("Cookie", "clda-token=" + alice.token(), "Origin", "https://evil.example");

        assertProblem(Client.nobody(server).send("POST", "/api/v1/conversations", "{}", headers), 401);
        assertProblem(
                Client.nobody(server)
                        .send("POST", "/api/v1/conversations", "{}", Map.of("Cookie", "clda-token=" + alice.token())),
                401);
    }

    @Test
    void manySocketsOfTwoPeopleAtOnceAreNeverMixedUp() throws Exception {
        String bobs = bob.opensConversation();
        bob.says(bobs, "hello");
        List<Future<List<String>>> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                Client who = i % 2 == 0 ? alice : bob;
                String whose = i % 2 == 0 ? conversation : bobs;
                outcomes.add(threads.submit(() -> {
                    try (Socket socket = who.socket(whose, 0)) {
                        socket.awaits("turn.completed");
                        return socket.types();
                    }
                }));
            }
        }

        for (Future<List<String>> outcome : outcomes) {
            assertThat(outcome.get()).contains("turn.completed");
        }
    }

    @Test
    void whatIsWrittenIsFoundNowhereInTheDataDirectoryNorInTheLog() throws IOException {
        String id = alice.opensConversation();
        alice.says(id, CANARY);
        alice.send("PATCH", "/api/v1/conversations/" + id, "{\"title\":\"" + CANARY + "\"}");
        JsonNode ticket = alice.says(id, "open a ticket: " + CANARY);
        assertThat(ticket.path("state").asText()).isEqualTo("completed");
        JsonNode mail = alice.says(id, "email bob@example.com that " + CANARY);
        alice.send(
                "POST",
                "/api/v1/approvals/" + mail.path("approval").path("approvalId").asText() + "/decision",
                "{\"decision\":\"approve\",\"hash\":\""
                        + mail.path("approval").path("hash").asText() + "\"}",
                Map.of("Idempotency-Key", CANARY.substring(0, 11)));
        alice.says(id, "thanks " + CANARY);

        List<Path> files = new ArrayList<>(List.of(server.log()));
        try (Stream<Path> walk = Files.walk(server.dataDir())) {
            walk.filter(Files::isRegularFile).forEach(files::add);
        }
        for (Path file : files) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                    .as(file.toString())
                    .doesNotContain("canary-9c41")
                    .doesNotContain("金丝雀");
        }
    }

    @Test
    void theOpenApiDocumentNamesEveryOperation() {
        String document = Client.nobody(server)
                .send("GET", "/openapi", null, Map.of("Accept", "application/json"))
                .text();

        operations().forEach(operation -> assertThat(document)
                .contains(operation[1]
                        .replace("t1-c1", "{callId}")
                        .replace("/t1", "/{turnId}")
                        .replace("999", "{number}")
                        .replace("images/none", "images/{imageId}")
                        .replace("none", "{id}")));
    }

    @Test
    void theToolsAreListedWithTheirRules() {
        JsonNode tools = alice.get("/api/v1/tools").json().path("items");

        assertThat(tools)
                .extracting(tool ->
                        tool.path("name").asText() + " " + tool.path("effect").asText() + " "
                                + tool.path("approval").asText())
                .contains(
                        "find_order READ never",
                        "sales_report READ never",
                        "send_email AT_MOST_ONCE requester",
                        "refund_order KEYED requester; approver if amount > 100.00;"
                                + " approver if amount per orderNumber together > 100.00;"
                                + " approver if amount per conversation together > 100.00;"
                                + " approver if amount per person in 24 h together > 100.00;"
                                + " approver if calls per turn together > 5",
                        "create_ticket LOCAL_TX never",
                        "close_ticket LOCAL_TX never",
                        "list_tickets READ never",
                        "prepare_statement READ never",
                        "read_mail READ never",
                        "remind LOCAL_TX never",
                        "repeat LOCAL_TX never",
                        "list_schedules READ never",
                        "cancel_schedule LOCAL_TX never",
                        "remember LOCAL_TX never",
                        "recall READ never",
                        "forget LOCAL_TX never");
    }

    @Test
    void anAuditorSeesWhatWasDoneAndThatNothingWasChanged() {
        Client dave = Client.signedIn(server, "dave");

        JsonNode page =
                dave.get("/api/v1/audit?limit=2&conversation=" + conversation).json();
        JsonNode rest = dave.get("/api/v1/audit?conversation=" + conversation + "&before="
                        + page.path("next").asText())
                .json();
        JsonNode verdict = dave.get("/api/v1/audit/verify").json();

        assertThat(page.path("items"))
                .extracting(entry -> entry.path("action").asText() + " "
                        + entry.path("actor").asText())
                .containsExactly("tool.completed alice", "tool.started alice");
        assertThat(rest.path("items")).hasSize(1);
        assertThat(rest.path("items").path(0).path("details").path("tool").asText())
                .isEqualTo("find_order");
        assertThat(verdict.path("whole").asBoolean()).as(verdict.toString()).isTrue();
        assertThat(verdict.path("entries").asInt()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before=1", "before=x-y", "limit=0", "limit=many"})
    void aPageOfTheAuditTrailThatCannotBeIsRefused(String query) {
        assertProblem(Client.signedIn(server, "dave").get("/api/v1/audit?" + query), 400);
    }

    @Test
    void anotherSystemIsToldWhatHappens() {
        String id = alice.opensConversation();

        alice.says(id, "where is order A-1002?");

        Awaitility.await("the webhook").until(() -> told.stream()
                .anyMatch(batch -> batch.contains(id) && batch.contains("clda.turn.completed")));
        assertThat(told.toString()).doesNotContain("A-1002");
    }

    @Test
    void whileAReleaseRunsAnswersNameTheArmOfTheConversation() {
        // Given a release of which each new conversation is a part
        Client admin = Client.signedIn(server, "admin");
        assertThat(admin.send("POST", "/api/v1/release", "{\"share\":100}").status())
                .isEqualTo(201);
        Client.Answer opened = alice.send("POST", "/api/v1/conversations", "{}");
        assertArm(opened, "canary", "clda_arm=canary;");

        // When something is said, and its answer is waited for
        String path = turns(opened.json().path("id").asText());
        Map<String, String> waits = Map.of("Prefer", "wait=60");
        Client.Answer said = alice.send("POST", path, "{\"text\":\"where is order A-1001?\"}", waits);

        // Then that answer, given later, says so as well
        assertThat(said.status()).as(said.text()).isEqualTo(200);
        assertArm(said, "canary", "clda_arm=canary;");

        // And after the release, whoever still believes in it hears that it has ended
        assertThat(admin.send("POST", "/api/v1/release/roll-back", "{}").status())
                .isEqualTo(200);
        Map<String, String> believes = Map.of("Prefer", "wait=60", "Cookie", "clda_arm=canary");
        assertArm(alice.send("POST", path, "{\"text\":\"where is order A-1002?\"}", believes), "stable", "clda_arm=;");
        assertThat(alice.send("POST", path, "{\"text\":\"where is order A-1001?\"}", waits)
                        .header("CLDA-Arm"))
                .isEmpty();
    }

    private static void assertArm(Client.Answer answer, String arm, String cookie) {
        assertThat(answer.header("CLDA-Arm")).isEqualTo(arm);
        assertThat(answer.response().headers().allValues("Set-Cookie"))
                .hasSize(2)
                .allSatisfy(set -> assertThat(set.replace("\"", "")).startsWith(cookie));
    }

    @Test
    void anAdministratorSeesWhatAnotherSystemRefusedAndSendsItAgainOrDropsIt() {
        // Given an event that is refused
        Client admin = Client.signedIn(server, "admin");
        String id = alice.opensConversation();
        String event = id + "-2";
        refusedEvent = event;
        alice.says(id, "where is order A-1002?");
        Awaitility.await("the event to be set aside").until(() -> admin.get("/api/v1/dead-letters")
                .json()
                .path("items")
                .findValuesAsText("id")
                .contains(event));
        JsonNode letter =
                admin.get("/api/v1/dead-letters?limit=1").json().path("items").path(0);
        assertThat(letter.path("answer").asText()).contains("422");
        assertThat(letter.path("tries").asInt()).isEqualTo(1);
        assertProblem(alice.get("/api/v1/dead-letters"), 403);
        assertProblem(admin.get("/api/v1/dead-letters?before=yesterday"), 400);

        // When it is sent again before and after the other system has been mended
        Client.Answer sent = admin.send("POST", "/api/v1/dead-letters/" + event + "/send", "{}");
        assertThat(sent.status()).isEqualTo(202);
        Awaitility.await("the event to be set aside again")
                .until(() -> admin.get("/api/v1/dead-letters").text().contains(event));
        refusedEvent = "";
        assertThat(admin.send("POST", "/api/v1/dead-letters/send", "{}")
                        .json()
                        .path("sent")
                        .asInt())
                .isPositive();

        // Then
        Awaitility.await("the webhook")
                .until(() -> told.stream().anyMatch(batch -> batch.contains("\"" + event + "\"")));
        assertProblem(admin.send("DELETE", "/api/v1/dead-letters/" + event, null), 404);
        assertThat(Client.signedIn(server, "dave")
                        .get("/api/v1/audit?limit=500")
                        .json()
                        .path("items")
                        .findValuesAsText("action"))
                .contains("dead_letter.sent", "dead_letters.sent");
    }

    @Test
    void aConversationIsExported() {
        assertThat(alice.get("/api/v1/conversations/" + conversation + "/export?format=md")
                        .text())
                .contains("where is order A-1001?")
                .contains("shipped");
        JsonNode json =
                alice.get("/api/v1/conversations/" + conversation + "/export").json();
        assertThat(json.path("events")).hasSizeGreaterThan(5);
        assertThat(json.path("turns")).isNotEmpty();
    }

    @Test
    void aDamagedConversationIsOneMarkedRowAndAdministratorsAreTold() throws Exception {
        // Given a server whose database somebody has changed
        try (RunningServer changed = RunningServer.start("damaged", Map.of(), ServerStore.EMBEDDED)) {
            Client erin = Client.signedIn(changed, "alice");
            String whole = erin.opensConversation();
            String damaged = erin.opensConversation();
            try (Connection database = DriverManager.getConnection(
                    "jdbc:sqlite:" + changed.dataDir().resolve("clda.db"))) {
                database.createStatement()
                        .executeUpdate("update conversation set created_at = 1 where id = '" + damaged + "'");
            }

            // When the list is asked for
            JsonNode items = erin.get("/api/v1/conversations").json().path("items");

            // Then it holds both, and says which is damaged
            assertThat(items).hasSize(2);
            items.forEach(item -> assertThat(item.path("state").asText())
                    .isEqualTo(item.path("id").asText().equals(damaged) ? "damaged" : "idle"));
            assertThat(erin.get("/api/v1/conversations/" + whole).status()).isEqualTo(200);
            assertProblem(erin.get("/api/v1/system/damages"), 403);
            assertThat(Client.signedIn(changed, "admin")
                            .get("/api/v1/system/damages")
                            .json()
                            .path("items")
                            .findValuesAsText("what"))
                    .contains("conversation " + damaged);
        }
    }
}
