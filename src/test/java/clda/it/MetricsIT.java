package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.Pictures;
import clda.kit.ScriptedModelServer;
import clda.metrics.RecordedScrape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a scraper is told of a server that has done a bit of everything. {@code -Dclda.scrape=write} keeps it for the tests of
 * the rules and the dashboards.
 */
class MetricsIT {

    private static final String CANARY = "canary-93bc";
    private static final String TOKEN = "scrape-0123456789abcdef0123456789abcdef";
    private static final String METRICS = "/api/v1/metrics";

    @TempDir
    static Path folder;

    private static ScriptedModelServer model;
    private static RunningServer server;
    private static Client alice;
    private static RecordedScrape before;
    private static RecordedScrape after;
    private static String text;

    @BeforeAll
    static void aServerDoesABitOfEverything() throws IOException {
        model = new ScriptedModelServer();
        server = RunningServer.start(
                "metrics",
                Map.of(
                        "clda.llm.base-url", model.baseUrl(),
                        "clda.llm.model", "scripted-1",
                        "clda.llm.price.input", "1.00",
                        "clda.llm.price.output", "2.00",
                        "clda.rate.upload.person", "1/PT1H",
                        "clda.demo.statement-step", "PT0.05S",
                        "clda.metrics.token-file",
                                Files.writeString(folder.resolve("token"), TOKEN + "\n")
                                        .toString()));
        alice = Client.signedIn(server, "alice");
        before = RecordedScrape.of(scraped().text());
        String conversation = alice.opensConversation(CANARY);
        aTurnWithAnAnswer(conversation);
        aTurnThatLooksSomethingUp(conversation);
        aModelThatAsksForAToolThatThereIsNot(conversation);
        aMailThatIsApproved(conversation);
        aStatementInTheBackground(conversation);
        aModelThatCannotBeReached(conversation);
        anAnswerThatBreaksOff(conversation);
        tooManyImages(conversation);
        try (Socket socket = alice.socket(conversation, 0)) {
            socket.awaits("turn.completed");
            Awaitility.await("the counts of what waits")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> RecordedScrape.of(scraped().text()).sum("clda_sockets_open") == 1);
            text = scraped().text();
        }
        after = RecordedScrape.of(text);
        if (System.getProperty("clda.scrape", "").equals("write")) {
            Files.createDirectories(RecordedScrape.KEPT.getParent());
            Files.writeString(RecordedScrape.KEPT, text);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        model.close();
    }

    private static Client.Answer scraped() {
        return Client.withToken(server, TOKEN).get(METRICS);
    }

    private static void aTurnWithAnAnswer(String conversation) {
        model.then(ScriptedModelServer.text("Hello, ", CANARY));
        alice.says(conversation, "hello, I am " + CANARY);
    }

    private static void aTurnThatLooksSomethingUp(String conversation) {
        model.then(ScriptedModelServer.calls("find_order", "{\"orderNumber\":\"A-1001\"}"));
        model.then(ScriptedModelServer.text("It was shipped."));
        alice.says(conversation, "where is my order?");
    }

    private static void aModelThatAsksForAToolThatThereIsNot(String conversation) {
        model.then(ScriptedModelServer.calls(CANARY, "{}"));
        model.then(ScriptedModelServer.text("I cannot do that."));
        alice.says(conversation, "do what cannot be done");
    }

    private static void aMailThatIsApproved(String conversation) {
        model.then(ScriptedModelServer.calls(
                "send_email", "{\"to\":\"bob@example.com\",\"subject\":\"" + CANARY + "\",\"body\":\"Hi\"}"));
        JsonNode turn = alice.says(conversation, "mail bob");
        model.then(ScriptedModelServer.text("It is sent."));
        JsonNode waiting = alice.get("/api/v1/approvals").json().path("items").get(0);
        alice.send(
                "POST",
                "/api/v1/approvals/" + waiting.path("approvalId").asText() + "/decision",
                "{\"decision\":\"approve\",\"hash\":\"" + waiting.path("hash").asText() + "\"}");
        awaitsEnd(conversation, turn);
    }

    private static void aStatementInTheBackground(String conversation) {
        model.then(ScriptedModelServer.calls("prepare_statement", "{\"month\":\"2026-01\"}"));
        model.then(ScriptedModelServer.text("It is being prepared."));
        model.then(ScriptedModelServer.text("Here is the statement."));
        alice.says(conversation, "prepare the statement of January");
        Awaitility.await("the end of the task")
                .atMost(Duration.ofSeconds(60))
                .until(() -> RecordedScrape.of(scraped().text()).sum("clda_tasks_total") == 1);
    }

    private static void aModelThatCannotBeReached(String conversation) {
        model.then(ScriptedModelServer.status(500, "Internal Server Error", ""));
        model.then(ScriptedModelServer.status(500, "Internal Server Error", ""));
        alice.says(conversation, "hello");
    }

    private static void anAnswerThatBreaksOff(String conversation) {
        model.then(wire -> {
            wire.begin();
            wire.role();
            wire.text("Once upon");
        });
        alice.says(conversation, "tell me a story");
    }

    private static void tooManyImages(String conversation) {
        for (int image = 0; image < 2; image++) {
            alice.sendBody(
                    "POST",
                    "/api/v1/conversations/" + conversation + "/images",
                    HttpRequest.BodyPublishers.ofByteArray(Pictures.png(100)),
                    Map.of("Content-Type", "image/png"));
        }
    }

    private static void awaitsEnd(String conversation, JsonNode turn) {
        String path = "/api/v1/conversations/" + conversation + "/turns/"
                + turn.path("id").asText();
        Awaitility.await("the end of the turn")
                .atMost(Duration.ofSeconds(30))
                .until(() -> alice.get(path).json().path("state").asText().equals("completed"));
    }

    /** How much it grew. */
    private static double grew(String name, String... tags) {
        return after.sum(name, tags) - before.sum(name, tags);
    }

    @Test
    void whatWasDoneIsWhatIsCounted() {
        assertThat(grew("clda_turns_total", "outcome", "failed")).isEqualTo(1);
        assertThat(grew("clda_turn_problems_total", "problem", "model-broken")).isEqualTo(1);
        // Six of ours, and the one that tells of the statement.
        assertThat(grew("clda_turns_total", "outcome", "completed")).isEqualTo(7);
        assertThat(grew("clda_turn_answer_seconds_count")).isEqualTo(8);
        assertThat(grew("clda_turn_duration_seconds_count")).isEqualTo(7);
        assertThat(grew("clda_tool_calls_total", "tool", "find_order", "effect", "read", "outcome", "completed"))
                .isGreaterThanOrEqualTo(1);
        assertThat(grew(
                        "clda_tool_calls_total",
                        "tool",
                        "send_email",
                        "effect",
                        "at_most_once",
                        "outcome",
                        "completed"))
                .isEqualTo(1);
        assertThat(grew("clda_tool_calls_total", "tool", "other", "outcome", "rejected"))
                .isEqualTo(1);
        assertThat(grew("clda_tasks_total", "tool", "prepare_statement", "outcome", "completed"))
                .isEqualTo(1);
        assertThat(grew("clda_approvals_requested_total", "because", "rule")).isEqualTo(1);
        assertThat(grew("clda_approvals_decided_total", "decision", "approved")).isEqualTo(1);
        assertThat(grew("clda_model_call_duration_seconds_count", "model", "main", "outcome", "server_error"))
                .isEqualTo(2);
        assertThat(grew("clda_model_fallbacks_total", "model", "main", "reason", "server_error"))
                .isEqualTo(1);
        assertThat(grew("clda_messages_total", "by", "built_in")).isGreaterThanOrEqualTo(1);
        assertThat(grew("clda_model_tokens_total", "model", "main", "kind", "input"))
                .isPositive();
        assertThat(grew("clda_model_cost_total", "model", "main")).isPositive();
        assertThat(grew("clda_refusals_total", "limit", "rate.upload.person")).isEqualTo(1);
        assertThat(grew(
                        "clda_http_request_duration_seconds_count",
                        "method",
                        "POST",
                        "route",
                        "/api/v1/conversations/{id}/images",
                        "status",
                        "4xx"))
                .isEqualTo(1);
        assertThat(grew("clda_store_commit_duration_seconds_count")).isGreaterThan(20);
        assertThat(after.sum("clda_store_up")).isEqualTo(1);
        assertThat(after.sum("clda_sockets_open")).isEqualTo(1);
        assertThat(after.sum("clda_turns_running")).isZero();
    }

    @Test
    void nothingThatWasSaidAndNobodysNameIsTold() {
        assertThat(text).doesNotContain(CANARY, "alice", "bob@example.com", TOKEN);
        assertThat(after.samples())
                .allSatisfy(sample ->
                        assertThat(sample.tags().keySet()).doesNotContain("user", "tenant", "conversation", "turn"));
    }

    @Test
    void theRulesAndTheDashboardsAreTriedOnWhatServersTell() throws IOException {
        assertThat(after.families()).isEqualTo(RecordedScrape.kept().families());
    }

    @Test
    void onlyTheScraperAndAdministratorsMayRead() {
        Client.Answer nobody = Client.nobody(server).get(METRICS);
        Client.Answer user = alice.get(METRICS);
        Client.Answer admin = Client.signedIn(server, "admin").get(METRICS);

        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(user.status()).isEqualTo(403);
        assertThat(admin.status()).isEqualTo(200);
        assertThat(admin.type()).startsWith("text/plain").contains("version=0.0.4");
        assertThat(Client.withToken(server, TOKEN + "0").get(METRICS).status()).isEqualTo(401);
        assertThat(Client.withToken(server, TOKEN)
                        .send("GET", METRICS, null, Map.of("Accept", "application/openmetrics-text;version=1.0.0"))
                        .type())
                .startsWith("application/openmetrics-text");
    }

    @Test
    void theScraperMayReadNothingElse() {
        assertThat(Client.withToken(server, TOKEN).get("/api/v1/conversations").status())
                .isEqualTo(401);
        assertThat(Client.withToken(server, TOKEN).get("/api/v1/system/damages").status())
                .isEqualTo(401);
    }

    @Test
    void aTokenThatCouldBeGuessedStopsTheStart() throws IOException {
        Path weak = Files.writeString(folder.resolve("weak"), "tooshort");

        String log = RunningServer.refusal("metrics-token", Map.of("clda.metrics.token-file", weak.toString()));

        assertThat(log)
                .contains("refusing to start: clda.metrics.token-file: " + weak)
                .doesNotContain("tooshort");
    }
}
