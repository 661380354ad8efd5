package clda.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import clda.effects.EffectClass;
import clda.json.Json;
import clda.kit.Shown;
import clda.llm.ModelMessage.AssistantMessage;
import clda.llm.ModelMessage.PastCall;
import clda.llm.ModelMessage.SystemMessage;
import clda.llm.ModelMessage.ToolMessage;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.anthropic.Messages;
import clda.llm.anthropic.MessagesApi;
import clda.llm.http.Dialect;
import clda.llm.http.Endpoint;
import clda.llm.http.Patience;
import clda.llm.http.StreamingModelClient;
import clda.llm.ollama.ChatApi;
import clda.llm.ollama.OllamaChat;
import clda.llm.openai.ChatCompletions;
import clda.llm.openai.ChatCompletionsApi;
import clda.llm.openai.Responses;
import clda.llm.openai.ResponsesApi;
import clda.llm.preset.Presets;
import clda.tools.ApprovalRule;
import clda.tools.Recovery;
import clda.tools.ToolDefinition;
import clda.tools.Traits;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The providers as somebody else has read their documents: {@code @copilotkit/aimock} from npm, unchanged. Not tried where there
 * is no npm.
 */
class AimockIT {

    private static final String VERSION = "1.43.0";

    private static final String SERVER =
            """
            const { LLMock } = require("@copilotkit/aimock");
            (async () => {
              const mock = new LLMock({ port: 0, strict: true });
              mock.addFixturesFromJSON([
                { match: { userMessage: "where is", hasToolResult: true }, response: { content: "It has shipped. 已发货 🚚" } },
                { match: { userMessage: "where is" }, response: { toolCalls: [
                  { name: "find_order", arguments: "{\\"orderNumber\\":\\"A-1001\\"}" },
                  { name: "find_order", arguments: "{\\"orderNumber\\":\\"A-1002\\"}" } ] } },
                { match: { userMessage: "你好" }, response: { content: "你好！我能帮你什么？ 👋 Hello." } },
                { match: { userMessage: "fail" }, response: { error: { message: "no", type: "server_error" }, status: 500 } },
              ]);
              await mock.start();
              console.log("READY " + mock.url);
            })();
            """;

    private static Process server;
    private static String address;

    enum Door {
        CHAT_COMPLETIONS,
        RESPONSES,
        MESSAGES,
        OLLAMA;

        Dialect dialect() {
            return switch (this) {
                case CHAT_COMPLETIONS ->
                    new ChatCompletions(
                            Endpoint.at(URI.create(address + "/v1"), ChatCompletionsApi.class),
                            "gpt-4o-mini",
                            "k",
                            null,
                            Presets.builtIn().named("openai"));
                case RESPONSES ->
                    new Responses(
                            Endpoint.at(URI.create(address + "/v1"), ResponsesApi.class),
                            "gpt-4o-mini",
                            "k",
                            null,
                            Presets.builtIn().named("openai-responses"));
                case MESSAGES ->
                    new Messages(
                            Endpoint.at(URI.create(address), MessagesApi.class),
                            "claude-haiku-4-5",
                            "k",
                            1_000,
                            null,
                            Presets.builtIn().named("anthropic"));
                case OLLAMA ->
                    new OllamaChat(
                            Endpoint.at(URI.create(address), ChatApi.class),
                            "gpt-oss",
                            null,
                            8_000,
                            null,
                            Presets.builtIn().named("ollama-chat"));
            };
        }
    }

    @BeforeAll
    static void start() throws Exception {
        Path dir = Path.of(System.getProperty("clda.build", "target"), "aimock");
        Files.createDirectories(dir);
        assumeThat(hasNpm()).as("npm is there").isTrue();
        Process install = new ProcessBuilder(
                        "npm",
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "--silent",
                        "--prefix",
                        ".",
                        "@copilotkit/aimock@" + VERSION)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("npm.log").toFile())
                .start();
        assertThat(install.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(install.exitValue()).as("see %s", dir.resolve("npm.log")).isZero();
        Files.writeString(dir.resolve("server.cjs"), SERVER);
        server = new ProcessBuilder("node", "server.cjs")
                .directory(dir.toFile())
                .redirectError(dir.resolve("server.log").toFile())
                .start();
        String line;
        var out = server.inputReader();
        do {
            line = out.readLine();
        } while (line != null && !line.startsWith("READY "));
        assertThat(line).as("see %s", dir.resolve("server.log")).isNotNull();
        address = line.substring(6).strip();
    }

    private static boolean hasNpm() throws InterruptedException {
        try {
            return new ProcessBuilder("npm", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.destroy();
        }
    }

    private static ModelReply ask(Door door, Shown shown, ModelMessage... messages) {
        Patience patience = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10));
        return new StreamingModelClient(
                        "m", door.dialect(), patience, Thread.ofVirtual().factory())
                .respond(new ModelRequest(List.of(messages), List.of(findOrder())), shown, new Cancellation());
    }

    private static ToolDefinition findOrder() {
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
        schema.putObject("properties").putObject("orderNumber").put("type", "string");
        return new ToolDefinition(
                "find_order",
                "Looks up an order.",
                EffectClass.READ,
                schema,
                ApprovalRule.NEVER,
                Set.of(),
                Duration.ofSeconds(5),
                Recovery.DEFAULT,
                Traits.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void textStreams(Door door) {
        Shown shown = new Shown();

        ModelReply reply = ask(door, shown, new SystemMessage("Be brief."), new UserMessage("你好"));

        assertThat(reply.text()).isEqualTo("你好！我能帮你什么？ 👋 Hello.");
        assertThat(shown.text()).isEqualTo(reply.text());
        assertThat(reply.usage()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void callsComeAndTheirResultsGoBack(Door door) {
        ModelReply first = ask(door, new Shown(), new UserMessage("where is my order?"));

        assertThat(first.calls())
                .extracting(call -> call.arguments().path("orderNumber").asText())
                .containsExactly("A-1001", "A-1002");

        ObjectNode result = Json.MAPPER.createObjectNode().put("status", "shipped");
        ModelReply second = ask(
                door,
                new Shown(),
                new UserMessage("where is my order?"),
                new AssistantMessage(
                        "",
                        List.of(
                                new PastCall(
                                        "t1-c1",
                                        "find_order",
                                        first.calls().get(0).arguments()),
                                new PastCall(
                                        "t1-c2",
                                        "find_order",
                                        first.calls().get(1).arguments()))),
                new ToolMessage("t1-c1", "find_order", result),
                new ToolMessage("t1-c2", "find_order", result));

        assertThat(second.text()).isEqualTo("It has shipped. 已发货 🚚");
    }

    @ParameterizedTest
    @EnumSource
    void errorsAreErrors(Door door) {
        ModelFailure failure = org.assertj.core.api.Assertions.catchThrowableOfType(
                ModelFailure.class, () -> ask(door, new Shown(), new UserMessage("fail")));

        assertThat(failure.reason()).isEqualTo(ModelFailure.Reason.SERVER_ERROR);
    }
}
