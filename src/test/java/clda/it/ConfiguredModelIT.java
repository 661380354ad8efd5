package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.ScriptedModelServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The running server with a language model that does everything that models do. */
class ConfiguredModelIT {

    /** So many good answers close the circuit that a test before may have opened. */
    private static final int PROBES = 3;

    private static ScriptedModelServer model;
    private static RunningServer server;
    private static Client alice;

    private String conversation;

    @BeforeAll
    static void start() {
        model = new ScriptedModelServer();
        server = RunningServer.start(
                "model",
                Map.of(
                        "clda.llm.base-url", model.baseUrl() + "?api-version=2024-10-21",
                        "clda.llm.model", "scripted-1",
                        "clda.llm.price.input", "1.00",
                        "clda.llm.price.output", "2.00",
                        "clda.budget.person-day.tokens", "10000000",
                        "clda.llm.first-token-timeout", "PT2S",
                        "clda.llm.idle-timeout", "PT2S",
                        "clda.limits.steps", "4",
                        // What one test breaks the next may use.
                        "clda.llm.rest", "PT0.001S"));
        alice = Client.signedIn(server, "alice");
    }

    @AfterAll
    static void stop() {
        server.close();
        model.close();
    }

    @BeforeEach
    void fresh() {
        for (int answers = 0; answers < PROBES; answers++) {
            Awaitility.await("the model to be in use again").until(ConfiguredModelIT::modelAnswers);
        }
        model.forget();
        conversation = alice.opensConversation();
    }

    private static boolean modelAnswers() {
        model.forget();
        model.then(ScriptedModelServer.text("Here."));
        JsonNode turn = alice.says(alice.opensConversation(), "are you there, model?");
        return turn.path("model").asText().equals("scripted-1");
    }

    private JsonNode says(String text) {
        return alice.says(conversation, text);
    }

    @Test
    void textIsStreamedAndStoredAsItCame() {
        model.then(ScriptedModelServer.text("Grüße", ", 世界", " 👋"));

        JsonNode turn = says("hello");

        assertThat(turn.path("reply").asText()).isEqualTo("Grüße, 世界 👋");
        assertThat(turn.path("model").asText()).isEqualTo("scripted-1");
        assertThat(turn.path("usage").path("inputTokens").asInt()).isEqualTo(20);
    }

    @Test
    void theQueryOfTheAddressGoesWithTheCall() {
        model.then(ScriptedModelServer.text("Here."));

        says("hello");

        assertThat(model.heads().getFirst()).startsWith("POST /v1/chat/completions?api-version=2024-10-21 ");
    }

    @Test
    void aServerThatLoadsTheModelIsAskedUntilItHas() {
        // Given a server that loads for longer than the first word may take
        long until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        model.otherwise(wire -> {
            if (System.nanoTime() < until) {
                wire.error(
                        503, "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}");
            } else {
                ScriptedModelServer.text("Loaded.").write(wire);
            }
        });

        assertThat(says("hello").path("reply").asText()).isEqualTo("Loaded.");
    }

    @Test
    void aConversationCanChooseAmongTheModels() {
        String path = "/api/v1/conversations/" + conversation;
        assertThat(alice.get("/api/v1/models")
                        .json()
                        .path("items")
                        .get(0)
                        .path("name")
                        .asText())
                .isEqualTo("main");

        assertThat(alice.send("PATCH", path, "{\"model\":\"main\"}")
                        .json()
                        .path("model")
                        .asText())
                .isEqualTo("main");
        Client.Answer unknown = alice.send("PATCH", path, "{\"model\":\"best\"}");

        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().path("detail").asText()).contains("main");
        assertThat(alice.send("PATCH", path, "{\"model\":null}").json().has("model"))
                .isFalse();
    }

    @Test
    void whatWasUsedIsInTheReportOfUsage() {
        Client bob = Client.signedIn(server, "bob");
        String other = bob.opensConversation();
        model.then(ScriptedModelServer.text("Hello, ", "Bob."));
        bob.says(other, "hello");

        JsonNode report = bob.get("/api/v1/usage?days=1").json();

        assertThat(report.path("items")).as(report.toString()).isNotEmpty();
        JsonNode item = report.path("items").get(0);
        assertThat(item.path("user").asText()).isEqualTo("bob");
        assertThat(item.path("model").asText()).isEqualTo("scripted-1");
        assertThat(item.path("inputTokens").asInt()).isEqualTo(20);
        assertThat(item.path("outputTokens").asInt()).isEqualTo(2);
        assertThat(item.path("cost").decimalValue()).isEqualByComparingTo("0.000024");
        assertThat(report.path("budgets").get(0).path("scope").asText()).isEqualTo("person-day");
        assertThat(report.path("budgets").get(0).path("used").path("tokens").asInt())
                .isEqualTo(22);
        assertThat(bob.get("/api/v1/usage?days=0").status()).isEqualTo(400);
    }

    @Test
    void aRecordedConversationIsPutToAModelAgainAndCompared() {
        String path = "/api/v1/conversations/" + conversation;
        assertThat(alice.send("PATCH", path, "{\"recorded\":true}")
                        .json()
                        .path("recorded")
                        .asBoolean())
                .isTrue();
        model.then(ScriptedModelServer.text("My password is: hunter22"))
                .then(ScriptedModelServer.text("My password is: hunter22"));
        says("what is the password?");

        JsonNode recording = alice.get(path + "/recording").json();
        Client.Answer compared = alice.send("POST", path + "/recording/shadow", "{\"model\":\"main\",\"prompt\":1}");

        assertThat(recording.path("exchanges")).hasSize(1);
        assertThat(recording.toString()).contains("My password is: [removed]").doesNotContain("hunter22");
        assertThat(compared.status()).as(compared.text()).isEqualTo(200);
        assertThat(compared.text())
                .contains("\"verdict\":\"same\"")
                .doesNotContain("hunter22")
                .endsWith("}\n");
        assertThat(alice.send("POST", path + "/recording/shadow", "{\"model\":\"best\"}")
                        .status())
                .isEqualTo(400);
        assertThat(alice.send("POST", path + "/recording/shadow", "{\"model\":\"main\",\"prompt\":9}")
                        .status())
                .isEqualTo(400);
        assertThat(alice.send("DELETE", path + "/recording", null).status()).isEqualTo(204);
        assertThat(alice.get(path + "/recording").json().path("exchanges")).isEmpty();
    }

    @Test
    void aCallAndItsResultGoBackToTheModel() {
        model.then(ScriptedModelServer.calls("find_order", "{\"orderNumber\":\"A-1001\"}"))
                .then(ScriptedModelServer.text("It is shipped."));

        JsonNode turn = says("where is A-1001?");

        assertThat(turn.path("reply").asText()).isEqualTo("It is shipped.");
        JsonNode messages = model.requests().getLast().path("messages");
        assertThat(messages.get(2).path("tool_calls").get(0).path("id").asText())
                .isEqualTo("t1-c1");
        assertThat(messages.get(3).path("role").asText()).isEqualTo("tool");
        assertThat(messages.get(3).path("tool_call_id").asText()).isEqualTo("t1-c1");
        assertThat(messages.get(3).path("content").asText()).contains("shipped");
        assertThat(model.requests().getFirst().path("tools")).hasSize(16);
    }

    @Test
    void threeParallelCallsAreAllAnswered() {
        model.then(ScriptedModelServer.calls(
                        "find_order", "{\"orderNumber\":\"A-1001\"}",
                        "find_order", "{\"orderNumber\":\"A-1002\"}",
                        "create_ticket", "{\"title\":\"x\",\"priority\":\"low\"}"))
                .then(ScriptedModelServer.text("All done."));

        JsonNode turn = says("three things");

        assertThat(turn.path("toolCalls"))
                .extracting(call -> call.path("state").asText())
                .containsOnly("completed");
        assertThat(turn.path("reply").asText()).isEqualTo("All done.");
    }

    @Test
    void invalidArgumentsAreToldToTheModel() {
        model.then(ScriptedModelServer.calls("find_order", "{\"orderNumber\":12,"))
                .then(ScriptedModelServer.text("Sorry."));

        JsonNode turn = says("where?");

        assertThat(turn.path("toolCalls").get(0).path("error").path("code").asText())
                .isEqualTo("invalid_arguments");
        assertThat(turn.path("state").asText()).isEqualTo("completed");
    }

    @Test
    void anEndlessToolLoopIsStopped() {
        for (int i = 0; i < 8; i++) {
            model.then(ScriptedModelServer.calls("find_order", "{\"orderNumber\":\"A-1001\"}"));
        }

        JsonNode turn = says("loop");

        assertThat(turn.path("state").asText()).isEqualTo("failed");
        assertThat(turn.path("problem").path("type").asText()).endsWith("loop");
        assertThat(model.requests()).hasSize(3);
    }

    @Test
    void busyWithAHintIsWaitedFor() {
        model.then(ScriptedModelServer.status(429, "Too Many Requests", "Retry-After: 1"))
                .then(ScriptedModelServer.text("Here I am."));

        assertThat(says("hello").path("reply").asText()).isEqualTo("Here I am.");
        assertThat(model.requests()).hasSize(2);
    }

    @Test
    void aPassingErrorIsRetried() {
        model.then(ScriptedModelServer.status(500, "Internal Server Error", ""))
                .then(ScriptedModelServer.text("Back again."));

        assertThat(says("hello").path("reply").asText()).isEqualTo("Back again.");
        assertThat(model.requests()).hasSize(2);
    }

    @Test
    void aModelThatIsDownIsReplacedAndTheAnswerSaysSo() {
        model.otherwise(ScriptedModelServer.status(500, "Internal Server Error", ""));

        JsonNode turn = says("where is order A-1001?");

        assertThat(turn.path("state").asText()).isEqualTo("completed");
        assertThat(turn.path("reply").asText())
                .contains("server reported an error")
                .contains("shipped");
        assertThat(turn.path("model").asText()).isEqualTo("offline");
        // One retry layer: two tries for each of the two steps at most.
        assertThat(model.requests()).hasSizeBetween(2, 4);
    }

    @Test
    void whatWentWrongIsSaidToThePersonAndTheProvidersWordsToAdministrators() {
        Client admin = Client.signedIn(server, "admin");
        model.otherwise(wire -> wire.raw(refusal(
                401, "Incorrect API key provided: sk-1234567890abcdef. You said: my secret word is Rumpelstilzchen")));

        String reply = says("where is order A-1001? My secret word is Rumpelstilzchen")
                .path("reply")
                .asText();

        assertThat(reply).contains("rejected our credentials").doesNotContain("sk-", "Incorrect");
        JsonNode told = admin.get("/api/v1/models").json().path("items").get(0).path("trouble");
        assertThat(told.path("reason").asText()).isEqualTo("denied");
        assertThat(told.path("words").asText())
                .contains("Incorrect API key provided")
                .doesNotContain("sk-", "Rumpel", "secret");
        assertThat(alice.get("/api/v1/models").json().path("items").get(0).has("trouble"))
                .isFalse();
        assertThat(server.log())
                .content()
                .contains("Incorrect API key provided")
                .doesNotContain("Rumpel", "sk-1234");
    }

    @Test
    void aRequestThatIsNotTakenIsNotMadeAgainAndKeepsTheModelForOthers() {
        model.otherwise(wire -> wire.raw(refusal(400, "messages must alternate")));
        for (int i = 0; i < 8; i++) {
            assertThat(says("你好，订单 A-1001 到哪了？").path("reply").asText()).contains("拒绝了请求");
        }
        int asked = model.requests().size();

        model.then(ScriptedModelServer.text("Here I am."));
        assertThat(says("hello").path("reply").asText()).isEqualTo("Here I am.");
        // Each of the eight turns has two steps; nothing was asked twice.
        assertThat(asked).isEqualTo(16);
    }

    private static String refusal(int status, String message) {
        String body = "{\"error\":{\"message\":\"" + message + "\"}}";
        return "HTTP/1.1 " + status + " No\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n" + body;
    }

    @Test
    void aStreamCutInsideOfACharacterIsNotAnAnswer() {
        model.then(wire -> {
            wire.begin();
            wire.role();
            wire.text("The answer is ");
            byte[] event =
                    "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"世"
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            wire.bytes(java.util.Arrays.copyOf(event, event.length - 1));
        });

        JsonNode turn = says("你好");

        // It was seen: nobody else answers in its place, and it is no answer.
        assertThat(turn.path("state").asText()).isEqualTo("failed");
        assertThat(turn.path("problem").path("type").asText()).endsWith("model-broken");
        assertThat(turn.has("reply")).isFalse();
        assertThat(alice.get("/api/v1/conversations/" + conversation + "/events")
                        .text())
                .contains("\"text\":\"The answer is \"", "\"truncated\":true");
    }

    @Test
    void aFirstTokenThatNeverComesIsNotWaitedForLong() {
        model.then(wire -> {
            wire.begin();
            model.silence().write(wire);
        });

        JsonNode turn = says("你好");

        assertThat(turn.path("model").asText()).isEqualTo("offline");
    }

    @Test
    void anAnswerCutAtTheLengthLimitIsNotStoredAsComplete() {
        model.then(wire -> {
            wire.begin();
            wire.role();
            wire.text("Half an ans");
            wire.finish("length");
            wire.done();
        });

        JsonNode turn = says("tell me all");

        assertThat(turn.path("state").asText()).isEqualTo("failed");
        assertThat(turn.path("problem").path("type").asText()).endsWith("truncated");
    }

    @Test
    void cancellingClosesTheConnectionToAModelThatHasNotSaidAWord() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        model.then(wire -> {
            asked.countDown();
            closed.complete(wire.isClosedWithin(1_500));
        });
        try (Socket socket = alice.socket(conversation, 0)) {
            socket.sends("{\"type\":\"say\",\"text\":\"a story\"}");
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

            socket.sends("{\"type\":\"cancel\",\"turnId\":\"t1\"}");

            socket.awaits("turn.cancelled");
            // The first word would have been waited for for two seconds.
            assertThat(closed.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void cancellingStopsTheAnswerAndKeepsWhatWasSaid() {
        model.then(wire -> {
            wire.begin();
            wire.role();
            wire.text("Once upon");
            model.silence().write(wire);
        });
        try (Socket socket = alice.socket(conversation, 0)) {
            socket.sends("{\"type\":\"say\",\"text\":\"a story\"}");
            socket.awaits("text.delta");

            socket.sends("{\"type\":\"cancel\",\"turnId\":\"t1\"}");

            assertThat(socket.awaits("turn.cancelled")
                            .path("data")
                            .path("partial")
                            .asText())
                    .isEqualTo("Once upon");
        }
    }
}
