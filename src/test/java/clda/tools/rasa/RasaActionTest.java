package clda.tools.rasa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.effects.EffectClass;
import clda.kit.Clda;
import clda.tools.ApprovalRule;
import clda.tools.NotSent;
import clda.tools.Tool;
import clda.tools.ToolContext;
import clda.tools.ToolFailure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An action server that answers as the Rasa SDK does. */
class RasaActionTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicReference<String> asked = new AtomicReference<>();
    private volatile int status = 200;
    private volatile String answer = "{\"events\":[],\"responses\":[]}";
    private HttpServer server;
    private Tool tool;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/webhook", exchange -> {
            try (exchange) {
                asked.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        tool = RasaAction.all(
                        "action_book_table:AT_MOST_ONCE:requester",
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhook"),
                        new ActionServer(),
                        Map.of())
                .getFirst();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private JsonNode call() {
        ObjectNode arguments = JSON.createObjectNode().put("size", 4);
        return tool.call(
                arguments,
                new ToolContext(Clda.ALICE, "c1", "t1", "t1-c1", "key", false, (percent, note) -> {}, () -> {}));
    }

    @Test
    void theArgumentsAreItsSlotsAndWhatItSaysIsTheResult() throws IOException {
        answer =
                """
                {"events":[{"event":"slot","timestamp":null,"name":"table","value":"7"},{"event":"restart"}],
                 "responses":[{"text":"Table 7.","buttons":[]},{"text":null,"image":"x"}]}
                """;

        JsonNode result = call();

        JsonNode body = JSON.readTree(asked.get());
        assertThat(body.path("next_action").asText()).isEqualTo("action_book_table");
        assertThat(body.path("sender_id").asText()).isEqualTo("c1");
        assertThat(body.path("tracker").path("slots")).hasToString("{\"size\":4}");
        assertThat(result).hasToString("{\"said\":[\"Table 7.\"],\"table\":\"7\"}");
    }

    @Test
    void anActionThatRejectsItsExecutionDidNothing() {
        status = 400;
        answer = "{\"action_name\":\"action_book_table\",\"error\":\"We are closed.\"}";

        assertThatThrownBy(this::call).isInstanceOf(ToolFailure.class).hasMessage("We are closed.");
    }

    @Test
    void ofAnActionThatFailedNobodyKnowsWhatItDid() {
        status = 500;

        assertThatThrownBy(this::call).isNotInstanceOf(ToolFailure.class);
    }

    @Test
    void toAServerThatIsAwayNothingWasSent() {
        server.stop(0);

        assertThatThrownBy(this::call).isInstanceOf(NotSent.class);
    }

    @Test
    void whatIsDeclaredIsKnown() {
        List<Tool> tools = RasaAction.all(
                "action_stock:READ, action_book:AT_MOST_ONCE:approver",
                URI.create("http://x/"),
                new ActionServer(),
                Map.of());

        assertThat(tools).extracting(one -> one.definition().name()).containsExactly("stock", "book");
        assertThat(tools)
                .extracting(one -> one.definition().effect())
                .containsExactly(EffectClass.READ, EffectClass.AT_MOST_ONCE);
        assertThat(tools.getLast().definition().approval())
                .isEqualTo(new ApprovalRule(ApprovalRule.By.APPROVER, null, null));
        assertThat(tools.getFirst().definition().traits().untrusted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"action_x", "x:READ", "action_x:KEYED", "action_x:LOCAL_TX", "action_x:READ:everybody", ""})
    void whatSaysNotWhatItMayDoIsRefused(String declaration) {
        assertThatThrownBy(() -> RasaAction.all(declaration, URI.create("http://x/"), new ActionServer(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
