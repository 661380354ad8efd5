package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.Pictures;
import clda.kit.ScriptedModelServer;
import clda.kit.SilentMailServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What clients rely on, byte for byte: every operation is asked once or more, and its answers are those of {@code
 * golden-answers.txt}. Where an answer is meant to change, {@code -Dclda.golden=write} writes the file anew. A tool that was
 * added is compared only once the file has it.
 */
class GoldenAnswersIT {

    private static final Path KEPT = Path.of("src/test/resources");
    private static final String ANSWERS = "golden-answers.txt";
    /** How far a turn has come by then nobody knows. */
    private static final String AFTER_THE_ID = ",\"state\":.*";
    /** Examples come and go. */
    private static final String AFTER_THE_FIRST_INTENT = "(?<=\"(intents|intent_ranking)\":\\[\\{[^}]{1,80}\\}),.*?\\]";

    private static HttpServer other;
    /** Part of the events that the other system does not take. */
    private static volatile String refusedEvent = "none";

    private static SilentMailServer mail;
    private static RunningServer server;

    private final Golden golden = new Golden()
            .replacing("\"next\":\"\\d{13}-", "\"next\":\"1769860800000-")
            .replacing("R-[0-9A-F]{8}", "R-00000001")
            .replacing("\"en\":\\d+,\"zh\":\\d+", "\"en\":100,\"zh\":100")
            .replacing("\"percent\":\\d+", "\"percent\":40")
            .replacing("\"(start|next|doing)\":\"\\d{4}-[^\"]+\"", "\"$1\":\"2026-01-31T12:00:00Z\"")
            .replacing("\"(month|from|to)\":\"\\d{4}-\\d\\d(-\\d\\d)?\"", "\"$1\":\"2026-01\"");

    @BeforeAll
    static void start() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/hook", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(body.contains("\"" + refusedEvent + "\"") ? 422 : 204, -1);
            }
        });
        other.start();
        mail = new SilentMailServer();
        server = RunningServer.start(
                "golden",
                Map.of(
                        "clda.events.webhook.url",
                        "http://127.0.0.1:" + other.getAddress().getPort() + "/hook",
                        "clda.events.webhook.secret",
                        "whsec_" + Base64.getEncoder().encodeToString(new byte[32]),
                        "clda.events.webhook.tries",
                        "1",
                        "clda.mail.host",
                        "127.0.0.1",
                        "clda.mail.port",
                        String.valueOf(mail.port())));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        mail.close();
        other.stop(0);
    }

    @Test
    void everyAnswerIsWhatItHasBeen() throws IOException {
        Client alice = Client.signedIn(server, "alice");
        Client bob = Client.signedIn(server, "bob");
        Client carol = Client.signedIn(server, "carol");
        Client dave = Client.signedIn(server, "dave");
        Client admin = Client.signedIn(server, "admin");

        signingIn(alice);
        String talk = conversations(alice, bob);
        turns(alice, talk);
        images(alice);
        approvals(alice, bob, carol);
        unknownEffect(bob, carol);
        tasksAndSchedules(alice);
        ownThings(alice, talk);
        administration(admin, alice);
        deadLetters(admin, alice);
        releasing(admin, alice);
        auditing(dave, talk);
        rasa(alice);
        socket(bob);
        wrongInput(alice, talk);
        leaving();

        assertIsKept(ANSWERS);
    }

    @Test
    void withAModelToo() throws IOException {
        try (ScriptedModelServer model = new ScriptedModelServer();
                RunningServer modelled = RunningServer.start(
                        "golden-model",
                        Map.of(
                                "clda.llm.base-url", model.baseUrl(),
                                "clda.llm.model", "scripted-1",
                                "clda.llm.price.input", "1.00",
                                "clda.llm.price.output", "2.00",
                                "clda.budget.person-day.tokens", "10000000"))) {
            Client alice = Client.signedIn(modelled, "alice");
            model.then(ScriptedModelServer.text("Grüße", ", 世界", " 👋"));
            golden.ask(alice, "GET", "/api/v1/models", null);
            String talk = alice.opensConversation();
            golden.ask(alice, "PATCH", "/api/v1/conversations/" + talk, "{\"model\":\"main\",\"recorded\":true}");
            golden.ask(
                    alice,
                    "POST",
                    "/api/v1/conversations/" + talk + "/turns",
                    "{\"text\":\"hello\"}",
                    Map.of("Prefer", "wait=60"));
            golden.ask(alice, "GET", "/api/v1/conversations/" + talk + "/messages", null);
            golden.ask(alice, "GET", "/api/v1/usage?days=2&limit=1", null);
            golden.ask(alice, "GET", "/api/v1/system", null);
            assertIsKept("golden-answers-with-a-model.txt");
        }
    }

    private static boolean isWrittenAnew() {
        return System.getProperty("clda.golden", "").equals("write");
    }

    private void assertIsKept(String name) throws IOException {
        String now = golden.text();
        if (isWrittenAnew()) {
            Files.writeString(KEPT.resolve(name), now);
        }
        Files.writeString(Path.of(System.getProperty("clda.build", "target"), name), now);
        assertThat(now.lines())
                .isEqualTo(Files.readString(KEPT.resolve(name)).lines().toList());
    }

    private void signingIn(Client alice) {
        Client nobody = Client.nobody(server);
        golden.ask(nobody, "POST", "/api/v1/login", "{\"user\":\"alice\",\"password\":\"alice-demo\"}");
        golden.ask(nobody, "POST", "/api/v1/login", "{\"user\":\"alice\",\"password\":\"wrong\"}");
        golden.ask(nobody, "POST", "/api/v1/login", "{\"user\":\"alice\"}");
        golden.ask(nobody, "GET", "/api/v1/conversations", null);
        golden.ask(alice, "POST", "/api/v1/ws-ticket", "{}");
        golden.ask(nobody, "GET", "/api/v1/system", null);
    }

    private String conversations(Client alice, Client bob) {
        String talk = golden.ask(alice, "POST", "/api/v1/conversations", "{\"title\":\"Orders\"}")
                .json()
                .path("id")
                .asText();
        String untitled = golden.ask(alice, "POST", "/api/v1/conversations", "{}")
                .json()
                .path("id")
                .asText();
        String path = "/api/v1/conversations/" + talk;
        golden.ask(alice, "GET", path, null);
        golden.ask(bob, "GET", path, null);
        golden.ask(alice, "GET", "/api/v1/conversations/" + untitled, null);
        golden.ask(alice, "PATCH", path, "{\"title\":\"My orders\",\"recorded\":true}");
        golden.ask(alice, "PATCH", path, "{\"model\":null}");
        golden.ask(alice, "PATCH", path, "{\"model\":\"none\"}");
        golden.ask(alice, "PATCH", path, "{}");
        golden.ask(alice, "PATCH", path, "{\"archived\":\"yes\"}");
        golden.ask(alice, "PATCH", "/api/v1/conversations/" + untitled, "{\"archived\":true}");
        golden.ask(alice, "GET", "/api/v1/conversations?limit=1", null);
        golden.ask(alice, "GET", "/api/v1/conversations?archived=true", null);
        golden.ask(alice, "GET", "/api/v1/conversations?limit=0", null);
        golden.ask(alice, "DELETE", "/api/v1/conversations/" + untitled, null);
        return talk;
    }

    private void turns(Client alice, String talk) {
        String path = "/api/v1/conversations/" + talk;
        Map<String, String> waiting = Map.of("Prefer", "wait=60");
        golden.ask(alice, "POST", path + "/turns", "{\"text\":\"where is order A-1001?\"}", waiting);
        golden.ask(
                alice,
                "POST",
                path + "/turns",
                "{\"text\":\"订单 A-1002 到哪了？\",\"clientMessageId\":\"m-1\",\"images\":[]}",
                waiting);
        golden.ask(alice, "POST", path + "/turns", "{\"text\":\"I want a refund\"}", waiting);
        golden.ask(alice, "POST", path + "/turns", "{\"text\":\"zorble my flimflam\"}", waiting);
        golden.ask(alice, "GET", path + "/turns/t1", null);
        golden.ask(alice, "GET", path + "/turns/t99", null);
        golden.ask(alice, "POST", path + "/turns/t1/cancel", "{}");
        golden.ask(alice, "POST", path + "/turns/t1/feedback", "{\"rating\":\"down\"}");
        golden.ask(alice, "POST", path + "/turns/t1/feedback", "{\"rating\":\"well\"}");
        golden.ask(alice, "POST", path + "/turns", "{\"text\":\"open a ticket: the printer is broken\"}", waiting);
        JsonNode ticket = alice.get(path + "/turns/t5").json().path("toolCalls").path(0);
        golden.ask(
                alice,
                "POST",
                path + "/turns/t5/calls/" + ticket.path("callId").asText() + "/undo",
                "{}",
                AFTER_THE_ID,
                "}");
        settled(alice, talk);
        golden.ask(alice, "GET", path + "/messages", null);
        golden.ask(alice, "GET", path + "/events?limit=7", null);
        golden.ask(alice, "GET", path + "/events?after=7&limit=500", null);
        golden.ask(alice, "GET", path + "/events?turns=1", null);
        golden.ask(alice, "GET", path + "/events?after=-1", null);
        golden.ask(alice, "PUT", path + "/read", "{\"upTo\":3}");
        Awaitility.await("the last answer to be indexed").until(() -> !alice.get("/api/v1/conversations?q=closed")
                .json()
                .path("items")
                .isEmpty());
        golden.ask(alice, "GET", "/api/v1/conversations?q=order", null);
        golden.ask(alice, "GET", path + "/export", null);
        golden.ask(alice, "GET", path + "/export?format=md", null);
        golden.ask(alice, "GET", path + "/export?format=dialogue", null);
        golden.ask(alice, "GET", path + "/export?format=rasa", null);
        golden.ask(alice, "GET", path + "/export?format=exe", null);
        golden.ask(alice, "GET", path + "/recording", null, "(?<=\"exchanges\":\\[).*\\]", "]");
        golden.ask(alice, "POST", path + "/recording/shadow", "{\"model\":\"none\"}");
        golden.ask(alice, "DELETE", path + "/recording", null);
        golden.ask(alice, "POST", path + "/turns/t1/regenerate", "{}", AFTER_THE_ID, "}");
        settled(alice, talk);
        golden.ask(alice, "POST", path + "/turns/t1/edit", "{\"text\":\"where is order A-1003?\"}", AFTER_THE_ID, "}");
        settled(alice, talk);
    }

    private static void settled(Client client, String talk) {
        Awaitility.await("the last turn").until(() -> client.get("/api/v1/conversations/" + talk)
                .json()
                .path("state")
                .asText()
                .matches("idle|awaiting_input"));
    }

    private void images(Client alice) {
        String talk = alice.opensConversation();
        String path = "/api/v1/conversations/" + talk + "/images";
        Client.Answer taken = alice.sendBody(
                "POST",
                path,
                HttpRequest.BodyPublishers.ofByteArray(Pictures.png(2_000)),
                Map.of("Content-Type", "image/png"));
        golden.write("POST", path, Map.of("Content-Type", "image/png"), null, taken);
        String image = taken.json().path("id").asText();
        assertThat(alice.get(path + "/" + image).type()).isEqualTo("image/png");
        golden.ask(alice, "GET", path + "/none", null);
        golden.ask(
                alice,
                "POST",
                "/api/v1/conversations/" + talk + "/turns",
                "{\"text\":\"what is this?\",\"images\":[\"" + image + "\"]}",
                Map.of("Prefer", "wait=60"));
    }

    private void approvals(Client alice, Client bob, Client carol) {
        String talk = alice.opensConversation();
        JsonNode refund = golden.ask(
                        alice,
                        "POST",
                        "/api/v1/conversations/" + talk + "/turns",
                        "{\"text\":\"refund 120.50 dollars for order A-1003 because it is broken\"}",
                        Map.of("Prefer", "wait=60"))
                .json()
                .path("approval");
        String approval = "/api/v1/approvals/" + refund.path("approvalId").asText();
        golden.ask(alice, "GET", "/api/v1/approvals", null);
        golden.ask(carol, "GET", "/api/v1/approvals?role=approver", null);
        golden.ask(carol, "GET", "/api/v1/approvals?role=other", null);
        golden.ask(alice, "GET", "/api/v1/approvals?state=all", null);
        golden.ask(carol, "POST", approval + "/delegation", "{\"to\":\"bob\"}");
        golden.ask(carol, "POST", approval + "/delegation", "{\"to\":7}");
        golden.ask(carol, "POST", approval + "/decision", "{\"decision\":\"approve\",\"hash\":\"other\"}");
        golden.ask(bob, "POST", approval + "/decision", "{\"decision\":\"perhaps\",\"hash\":\"other\"}");
        golden.ask(
                carol,
                "POST",
                approval + "/decision",
                "{\"decision\":\"approve\",\"hash\":\"" + refund.path("hash").asText() + "\",\"reason\":\"it was\"}");
        settled(alice, talk);
        golden.ask(alice, "GET", "/api/v1/conversations/" + talk + "/turns/t1", null);
        golden.ask(
                carol,
                "POST",
                approval + "/decision",
                "{\"decision\":\"deny\",\"hash\":\"" + refund.path("hash").asText() + "\"}");
    }

    private void unknownEffect(Client bob, Client carol) {
        String talk = bob.opensConversation();
        JsonNode asked = golden.ask(
                        bob,
                        "POST",
                        "/api/v1/conversations/" + talk + "/turns",
                        "{\"text\":\"email carol@example.com that lunch is ready\"}",
                        Map.of("Prefer", "wait=60"))
                .json()
                .path("approval");
        golden.ask(
                bob,
                "POST",
                "/api/v1/approvals/" + asked.path("approvalId").asText() + "/delegation",
                "{\"to\":\"carol\"}");
        golden.ask(
                bob,
                "POST",
                "/api/v1/approvals/" + asked.path("approvalId").asText() + "/decision",
                "{\"decision\":\"approve\",\"hash\":\"" + asked.path("hash").asText()
                        + "\",\"arguments\":{\"to\":\"carol@example.com\",\"subject\":\"Lunch\",\"body\":\"It is ready.\"}}");
        settled(bob, talk);
        golden.ask(bob, "GET", "/api/v1/conversations/" + talk + "/turns/t1", null);
        String effect = golden.ask(bob, "GET", "/api/v1/effects", null)
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asText();
        golden.ask(carol, "GET", "/api/v1/effects", null);
        golden.ask(bob, "GET", "/api/v1/effects?state=done", null);
        golden.ask(carol, "POST", "/api/v1/effects/" + effect + "/check", "{}");
        golden.ask(carol, "POST", "/api/v1/effects/" + effect + "/resolve", "{\"outcome\":\"maybe\"}");
        golden.ask(
                carol,
                "POST",
                "/api/v1/effects/" + effect + "/resolve",
                "{\"outcome\":\"not_done\",\"reason\":\"read the log\"}");
        golden.ask(carol, "POST", "/api/v1/effects/" + effect + "/resolve", "{\"outcome\":\"done\"}");
        settled(bob, talk);
        golden.ask(bob, "GET", "/api/v1/conversations/" + talk + "/turns/t2", null);
    }

    private void tasksAndSchedules(Client alice) {
        String talk = alice.opensConversation();
        Map<String, String> waiting = Map.of("Prefer", "wait=60");
        JsonNode turn = alice.send(
                        "POST",
                        "/api/v1/conversations/" + talk + "/turns",
                        "{\"text\":\"prepare last month's statement\"}",
                        waiting)
                .json();
        String task = turn.path("toolCalls").path(0).path("task").path("id").asText();
        assertThat(task).as(turn.toString()).isNotEmpty();
        Awaitility.await("a first step")
                .until(() -> alice.get("/api/v1/tasks/" + task).json().has("percent"));
        golden.ask(alice, "GET", "/api/v1/tasks/" + task, null);
        golden.ask(alice, "POST", "/api/v1/tasks/" + task + "/cancel", "{}", AFTER_THE_ID, "}");
        Awaitility.await("its end").until(() -> !alice.get("/api/v1/tasks/" + task)
                .json()
                .path("state")
                .asText()
                .equals("running"));
        golden.ask(alice, "GET", "/api/v1/tasks?limit=5", null);
        golden.ask(alice, "GET", "/api/v1/tasks?state=lost", null);
        golden.ask(alice, "GET", "/api/v1/tasks/none", null);
        settled(alice, talk);
        alice.send(
                "POST",
                "/api/v1/conversations/" + talk + "/turns",
                "{\"text\":\"remind me every monday at 9 am to water the plants\"}",
                waiting);
        // Before Monday, on Sundays too: what comes next is listed first.
        alice.send(
                "POST",
                "/api/v1/conversations/" + talk + "/turns",
                "{\"text\":\"remind me in 5 minutes to call Bob\"}",
                waiting);
        String schedule = golden.ask(alice, "GET", "/api/v1/schedules", null)
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asText();
        golden.ask(alice, "DELETE", "/api/v1/schedules/" + schedule, null);
        golden.ask(alice, "DELETE", "/api/v1/schedules/none", null);
    }

    private void ownThings(Client alice, String talk) throws IOException {
        golden.ask(alice, "GET", "/api/v1/me/settings", null);
        golden.ask(alice, "PUT", "/api/v1/me/settings", "{\"timeZone\":\"Asia/Shanghai\"}");
        golden.ask(alice, "PUT", "/api/v1/me/settings", "{\"timeZone\":\"Nowhere/City\"}");
        golden.ask(alice, "PUT", "/api/v1/me/settings", "{\"timeZone\":null}");
        golden.ask(alice, "POST", "/api/v1/memory", "{\"text\":\"I prefer short answers\"}");
        golden.ask(alice, "POST", "/api/v1/memory", "{\"text\":\"I like tea\",\"conversationId\":\"" + talk + "\"}");
        golden.ask(alice, "POST", "/api/v1/memory", "{}");
        golden.ask(alice, "PATCH", "/api/v1/memory/1", "{\"text\":\"I prefer long answers\"}");
        golden.ask(alice, "PATCH", "/api/v1/memory/99", "{\"text\":\"x\"}");
        golden.ask(alice, "GET", "/api/v1/memory", null);
        golden.ask(alice, "DELETE", "/api/v1/memory/1", null);
        golden.ask(alice, "DELETE", "/api/v1/memory/1", null);
        tools(alice);
        golden.ask(alice, "GET", "/api/v1/models", null);
        golden.ask(alice, "GET", "/api/v1/usage?days=2&limit=1", null);
        golden.ask(alice, "GET", "/api/v1/usage?before=x", null);
    }

    private void tools(Client alice) throws IOException {
        Client.Answer answer = alice.get("/api/v1/tools");
        String compared = isWrittenAnew()
                ? answer.text()
                : Golden.knownTools(answer.text(), Files.readString(KEPT.resolve(ANSWERS)));
        golden.write(
                "GET",
                "/api/v1/tools",
                Map.of(),
                null,
                new Client.Answer(answer.status(), answer.type(), answer.json(), compared, answer.response()));
    }

    private void administration(Client admin, Client alice) {
        golden.ask(alice, "GET", "/api/v1/nlu", null);
        golden.ask(admin, "GET", "/api/v1/nlu", null, AFTER_THE_FIRST_INTENT, "]");
        JsonNode missed =
                golden.ask(admin, "GET", "/api/v1/nlu/missed?limit=1", null).json();
        String id = missed.path("items").path(0).path("id").asText();
        golden.ask(admin, "POST", "/api/v1/nlu/missed/" + id + "/label", "{\"intent\":\"nonsense\",\"text\":\"x\"}");
        golden.ask(admin, "POST", "/api/v1/nlu/missed/" + id + "/label", "{\"intent\":\"find_order\"}");
        golden.ask(
                admin,
                "POST",
                "/api/v1/nlu/missed/" + id + "/label",
                "{\"intent\":\"find_order\",\"text\":\"how far is my parcel\"}");
        golden.ask(admin, "DELETE", "/api/v1/nlu/missed/" + id, null);
        golden.ask(admin, "POST", "/api/v1/nlu/learn", "{}", AFTER_THE_FIRST_INTENT, "]");
        Client.Answer checked = admin.send("POST", "/api/v1/nlu/check", "{}");
        assertThat(checked.json().path("sentences").asInt()).isPositive();
        golden.ask(alice, "GET", "/api/v1/system/damages", null);
        golden.ask(admin, "GET", "/api/v1/system/damages", null);
        golden.ask(admin, "GET", "/api/v1/models", null);
    }

    private void deadLetters(Client admin, Client alice) {
        String talk = alice.opensConversation();
        String event = talk + "-2";
        refusedEvent = event;
        alice.says(talk, "hello");
        Awaitility.await("the event to be set aside")
                .until(() -> admin.get("/api/v1/dead-letters").text().contains(event));
        golden.ask(alice, "GET", "/api/v1/dead-letters", null);
        golden.ask(admin, "GET", "/api/v1/dead-letters", null);
        golden.ask(admin, "POST", "/api/v1/dead-letters/" + event + "/send", "{}");
        Awaitility.await("the event to be set aside again")
                .until(() -> admin.get("/api/v1/dead-letters").text().contains(event));
        golden.ask(admin, "POST", "/api/v1/dead-letters/send", "{}");
        Awaitility.await("the event to be set aside once more")
                .until(() -> admin.get("/api/v1/dead-letters").text().contains(event));
        golden.ask(admin, "DELETE", "/api/v1/dead-letters/" + event, null);
        golden.ask(admin, "DELETE", "/api/v1/dead-letters/" + event, null);
    }

    private void releasing(Client admin, Client alice) {
        golden.ask(alice, "GET", "/api/v1/release", null);
        golden.ask(admin, "GET", "/api/v1/release", null);
        golden.ask(admin, "POST", "/api/v1/release", "{\"share\":0}");
        golden.ask(admin, "POST", "/api/v1/release", "{\"share\":2.5}");
        golden.ask(admin, "POST", "/api/v1/release", "{}");
        golden.ask(admin, "POST", "/api/v1/release/promote", "{}");
        golden.ask(admin, "POST", "/api/v1/release/roll-back", "{}");
        golden.ask(admin, "POST", "/api/v1/release", "{}");
        golden.ask(admin, "POST", "/api/v1/release/roll-back", "{\"reason\":\"Refunds are refused.\"}");
    }

    private void auditing(Client dave, String talk) {
        golden.ask(dave, "GET", "/api/v1/audit?limit=2&conversation=" + talk, null);
        golden.ask(dave, "GET", "/api/v1/audit?before=1", null);
        golden.ask(dave, "GET", "/api/v1/audit/verify", null, "\"(entries|chains|anchors)\":\\d+", "\"$1\":40");
    }

    private void rasa(Client alice) {
        golden.ask(
                alice,
                "POST",
                "/model/parse",
                "{\"text\":\"where is order A-1001?\",\"message_id\":\"m1\"}",
                AFTER_THE_FIRST_INTENT,
                "]");
        golden.ask(alice, "POST", "/model/parse", "{\"text\":7}");
        golden.ask(
                alice, "POST", "/webhooks/rest/webhook", "{\"sender\":\"s1\",\"message\":\"where is order A-1001?\"}");
        golden.ask(alice, "POST", "/webhooks/rest/webhook", "{\"sender\":\"s1\",\"message\":\"\"}");
    }

    private void socket(Client bob) {
        String talk = bob.opensConversation();
        for (String sent : new String[] {
            "{\"type\":\"ping\"}",
            "{\"type\":\"dance\"}",
            "nothing",
            "[]",
            "{\"type\":\"say\",\"text\":5,\"clientMessageId\":\"m2\"}",
            "{\"type\":\"say\",\"clientMessageId\":\"m3\"}",
            "{\"type\":\"say\",\"text\":\"x\",\"images\":[7]}",
            "{\"type\":\"cancel\",\"turnId\":\"t99\"}",
            "{\"type\":\"cancel\"}",
            "{\"type\":\"decide\",\"approvalId\":\"x\",\"decision\":\"maybe\"}",
            "{\"type\":\"decide\",\"approvalId\":\"x\",\"decision\":\"approve\"}",
            "{\"type\":\"decide\",\"approvalId\":\"x\",\"decision\":\"approve\",\"arguments\":[]}",
            "{\"type\":\"say\",\"text\":\"where is order A-1001?\",\"clientMessageId\":\"m1\"}"
        }) {
            String awaited = sent.contains("ping") ? "pong" : sent.contains("m1") ? "accepted" : "problem";
            try (Socket one = bob.socket(talk, 0)) {
                one.sends(sent);
                golden.frame(sent, one.awaits(awaited));
            }
        }
    }

    private void wrongInput(Client alice, String talk) {
        String turns = "/api/v1/conversations/" + talk + "/turns";
        for (String body : new String[] {
            "{\"text\":",
            "[]",
            "{\"text\":1,\"text\":2}",
            "{\"text\":1e999999999}",
            "{}",
            "{\"text\":null}",
            "{\"text\":[\"hi\"]}",
            "{\"text\":\"\"}",
            "{\"text\":\"\\ud83d\"}",
            "{\"text\":\"x\",\"clientMessageId\":5}",
            "{\"text\":\"x\",\"images\":\"none\"}",
            "{\"text\":\"x\",\"images\":[null]}",
            "{\"text\":\"x\",\"images\":[\"none\"]}"
        }) {
            golden.ask(alice, "POST", turns, body);
        }
        Client.Answer tooLong = alice.send("POST", turns, "{\"text\":\"" + "x".repeat(32_001) + "\"}");
        golden.write("POST", turns, Map.of(), null, tooLong);
        golden.ask(alice, "POST", turns, "text=hello", Map.of("Content-Type", "application/x-www-form-urlencoded"));
        golden.ask(alice, "PUT", "/api/v1/conversations", "{}");
        golden.ask(alice, "GET", "/api/v1/nothing", null);
        golden.ask(alice, "GET", "/api/v1/tools", null, Map.of("Accept", "image/png"));
        golden.ask(alice, "PUT", "/api/v1/conversations/" + talk + "/read", "{\"upTo\":1.5}");
        golden.ask(alice, "POST", "/api/v1/conversations", "{\"title\":\"kept\"}", Map.of("Idempotency-Key", "k-1"));
        golden.ask(alice, "POST", "/api/v1/conversations", "{\"title\":\"kept\"}", Map.of("Idempotency-Key", "k-1"));
        golden.ask(alice, "POST", "/api/v1/conversations", "{\"title\":\"other\"}", Map.of("Idempotency-Key", "k-1"));
    }

    private void leaving() {
        Client eve = Client.signedIn(server, "bob");
        golden.ask(eve, "POST", "/api/v1/logout?user=alice", null);
        golden.ask(eve, "POST", "/api/v1/logout", null);
    }
}
