package clda.events;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import clda.effects.EffectClass;
import clda.events.jpa.JpaOutbox;
import clda.events.webhook.WebhookCalls;
import clda.events.webhook.WebhookSink;
import clda.kit.Clda;
import clda.kit.MovableClock;
import clda.kit.RecordingTool;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another system is told, over HTTP. */
class OutboxStoriesTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T10:00:00Z"));
    private final ScriptedModel model = new ScriptedModel();
    private final List<JsonNode> received = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private int status = 200;
    private HttpServer other;
    private Clda clda;

    @BeforeEach
    void start() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/hook", this::receive);
        other.start();
    }

    @AfterEach
    void stop() {
        clda.close();
        other.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String signed = exchange.getRequestHeaders().getFirst("webhook-id") + "."
                    + exchange.getRequestHeaders().getFirst("webhook-timestamp") + "." + body;
            String signature = exchange.getRequestHeaders().getFirst("webhook-signature");
            if (!signature.equals("v1," + hmac(signed))) {
                refused.add(signature);
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            if (status == 200) {
                new ObjectMapper().readTree(body).forEach(received::add);
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private static String hmac(String content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SeEngine.Options options() {
        RecordingTool look = RecordingTool.doing("look", EffectClass.READ, context -> RecordingTool.ok());
        return new SeEngine.Options(dir, model).clock(clock).tellsOthers().tools(look);
    }

    private Publisher publisher() {
        return publisher(SECRET);
    }

    private Publisher publisher(String secret) {
        URI address = URI.create("http://127.0.0.1:" + other.getAddress().getPort() + "/hook");
        return new Publisher(
                new JpaOutbox(clda.engine().store(), clda.engine().seals()),
                new WebhookSink(address, secret, new WebhookCalls(), clock),
                Publisher.DEFAULT_TRIES,
                clock);
    }

    private List<Long> numbers() {
        return received.stream()
                .map(event -> event.path("data").path("seq").asLong())
                .toList();
    }

    @Test
    void everyEventIsToldInOrderAndWithoutWhatWasSaid() {
        clda = Clda.opens(options());
        model.callsTool("look", "{\"at\":\"a secret\"}").answersWith("the secret answer");
        clda.says("a secret question");

        publisher().publish();

        int events = clda.eventTypes().size();
        assertThat(numbers())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events).boxed().toList());
        assertThat(received.toString()).doesNotContain("secret");
        assertThat(received.get(2))
                .hasToString("{\"specversion\":\"1.0\",\"id\":\"" + clda.conversationId() + "-3\","
                        + "\"source\":\"/api/v1/conversations/" + clda.conversationId() + "\","
                        + "\"type\":\"clda.turn.started\",\"time\":\"2026-03-02T10:00:00Z\",\"tenant\":\"default\","
                        + "\"datacontenttype\":\"application/json\",\"data\":{\"conversationId\":\""
                        + clda.conversationId() + "\",\"seq\":3,\"turnId\":\"t1\"}}");
    }

    @Test
    void whatWasToldIsNotToldAgain() {
        clda = Clda.opens(options());
        model.answersWith("hello");
        clda.says("hello");
        Publisher publisher = publisher();
        publisher.publish();
        received.clear();

        publisher.publish();

        assertThat(received).isEmpty();
    }

    @Test
    void whatCouldNotBeToldBeforeACrashIsToldAfterwards() {
        status = 503;
        clda = Clda.opens(options());
        model.answersWith("hello");
        clda.says("hello");
        publisher().publish();
        int before = clda.eventTypes().size();
        clda.crashes();
        status = 200;
        clda = Clda.comesBack(options(), clda.conversationId());

        publisher().publish();

        assertThat(numbers())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, before).boxed().toList());
    }

    @Test
    void aSystemThatIsAwayIsAskedLessAndLessOften() {
        status = 503;
        clda = Clda.opens(options());
        model.answersWith("hello");
        clda.says("hello");
        Publisher publisher = publisher();
        publisher.publish();
        status = 200;

        publisher.publish();
        assertThat(received).isEmpty();
        clock.set(clock.instant().plusSeconds(2));
        publisher.publish();

        assertThat(received).isNotEmpty();
    }

    @Test
    void theErasureOfAConversationIsTold() {
        clda = Clda.opens(options());
        model.answersWith("hello");
        clda.says("hello");
        publisher().publish();
        received.clear();

        clda.engine().engine().conversations().erase(ALICE, clda.conversationId());
        publisher().publish();

        assertThat(received)
                .extracting(event -> event.path("type").asText())
                .containsExactly("clda.conversation.erased");
    }

    @Test
    void withAnotherSecretNothingIsBelieved() {
        clda = Clda.opens(options());
        model.answersWith("hello");
        clda.says("hello");

        publisher("whsec_" + Base64.getEncoder().encodeToString(new byte[32])).publish();

        assertThat(refused).isNotEmpty();
        assertThat(received).isEmpty();
    }
}
