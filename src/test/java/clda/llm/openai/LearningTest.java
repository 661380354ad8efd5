package clda.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clda.kit.ScriptedModelServer;
import clda.kit.providers.ProviderShape;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelMessage.AssistantMessage;
import clda.llm.ModelMessage.PastCall;
import clda.llm.ModelMessage.SystemMessage;
import clda.llm.ModelMessage.ToolMessage;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelRequest;
import clda.llm.ModelRequest.Options;
import clda.llm.ModelRequest.Purpose;
import clda.llm.http.Endpoint;
import clda.llm.http.Patience;
import clda.llm.http.SharedParts;
import clda.llm.http.StreamingModelClient;
import clda.llm.preset.Presets;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server refuses is learned, and what it shows itself to be. */
class LearningTest {

    private final ScriptedModelServer server = new ScriptedModelServer();
    private final ModelClient client = new StreamingModelClient(
            "m",
            new ChatCompletions(
                    Endpoint.at(URI.create(server.baseUrl()), ChatCompletionsApi.class),
                    "m",
                    null,
                    "high",
                    Presets.builtIn().at(URI.create(server.baseUrl()), "openai")),
            new Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10)),
            Thread.ofVirtual().factory());

    @AfterEach
    void close() {
        server.close();
    }

    private void refuses(int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.then(wire -> wire.raw("HTTP/1.1 " + status + " Bad\r\nContent-Type: application/json\r\nContent-Length: "
                + bytes.length + "\r\nConnection: close\r\n\r\n" + body));
    }

    private void says(String preset) {
        server.then(ProviderShape.text(preset, 10, "Hello, you.").whole());
    }

    private String ask() {
        return client.respond(
                        new ModelRequest(
                                List.of(
                                        new SystemMessage("Be brief."),
                                        new UserMessage("Look."),
                                        new AssistantMessage(
                                                "", List.of(new PastCall("t1-c1", "find", SharedParts.object()))),
                                        new ToolMessage("t1-c1", "find", SharedParts.object()),
                                        new UserMessage("And?")),
                                List.of(),
                                new Options(Purpose.ANSWER, null, null, 500, null)),
                        ModelClient.TextSink.UNSEEN,
                        new Cancellation())
                .text();
    }

    private JsonNode last() {
        return server.requests().getLast();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"Unrecognized request argument supplied: stream_options\"}}",
                "{\"error\":{\"message\":\"Unsupported parameter.\",\"param\":\"stream_options\"}}",
                "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"stream_options\"],\"msg\":\"Extra inputs are not permitted\"}]}",
                "[{\"error\":{\"code\":400,\"message\":\"Unknown name \\\"stream_options\\\": Cannot find field.\"}}]"
            })
    void aFieldThatIsRefusedIsNotSentAgain(String words) {
        refuses(400, words);
        says("compatible");
        says("compatible");

        assertThat(ask()).isEqualTo("Hello, you.");
        assertThat(ask()).isEqualTo("Hello, you.");

        assertThat(server.requests()).hasSize(3);
        assertThat(server.requests().get(0).has("stream_options")).isTrue();
        assertThat(server.requests().get(1).has("stream_options")).isFalse();
        assertThat(server.requests().get(1).path("messages"))
                .isEqualTo(server.requests().get(0).path("messages"));
        assertThat(last().has("stream_options")).isFalse();
    }

    @Test
    void theLengthIsAskedForInTheOtherWord() {
        refuses(
                400,
                "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this model. Use"
                        + " 'max_completion_tokens' instead.\",\"param\":\"max_tokens\"}}");
        says("compatible");
        says("compatible");

        ask();
        ask();

        assertThat(last().path("max_completion_tokens").asInt()).isEqualTo(500);
        assertThat(last().has("max_tokens")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_tokens is too large: 500. This model supports at most 400.",
                "messages: unknown role",
                "unsupported model",
                "stream_options is fine, something else is wrong"
            })
    void anythingElseIsAFailure(String words) {
        refuses(400, "{\"error\":{\"message\":\"" + words + "\"}}");

        ModelFailure failure = catchThrowableOfType(ModelFailure.class, this::ask);

        assertThat(failure.reason()).isNotEqualTo(Reason.SERVER_ERROR);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aSecondRefusalIsAFailure() {
        refuses(400, "{\"error\":{\"message\":\"Unknown parameter: stream_options\"}}");
        refuses(400, "{\"error\":{\"message\":\"Unknown parameter: reasoning_effort\"}}");
        says("compatible");

        assertThat(catchThrowableOfType(ModelFailure.class, this::ask)).isNotNull();
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void whatTheFirstAnswerShowsCountsFromTheNextRequestOn() {
        says("llama-cpp");
        says("llama-cpp");

        ask();
        ask();

        assertThat(server.requests().get(0).at("/messages/2/tool_calls/0/id").asText())
                .isEqualTo("t1-c1");
        assertThat(last().at("/messages/2/tool_calls/0/id").asText()).matches("[a-zA-Z0-9]{9}");
    }

    @Test
    void whoIsNamedStaysThat() {
        assertThat(Presets.builtIn().named(Presets.BASE).knownBy("fp_ollama").name())
                .isEqualTo(Presets.BASE);
        assertThat(Presets.builtIn()
                        .at(URI.create("http://gpu/v1"), "openai")
                        .knownBy("fp_ollama")
                        .name())
                .isEqualTo("ollama");
    }
}
