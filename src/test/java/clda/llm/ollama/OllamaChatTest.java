package clda.llm.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.speech.OllamaSpeech;
import clda.kit.speech.Speech;
import clda.llm.http.Dialect;
import clda.llm.http.DialectContract;
import clda.llm.http.Endpoint;
import clda.llm.preset.Presets;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

class OllamaChatTest extends DialectContract {

    @Override
    protected Speech speech() {
        return new OllamaSpeech();
    }

    @Override
    protected Dialect dialect(String address) {
        return new OllamaChat(
                Endpoint.at(URI.create(address), ChatApi.class),
                "gpt-4o-mini",
                "scripted secret",
                8_192,
                "on",
                Presets.builtIn().named("ollama-chat"));
    }

    @Override
    protected void isValid(JsonNode request) {
        assertThat(request.path("options").path("num_ctx").asInt()).isEqualTo(8_192);
        request.path("messages")
                .forEach(message ->
                        assertThat(message.path("content").isTextual()).isTrue());
    }

    @Override
    protected String longestAnswer() {
        return "/options/num_predict";
    }

    @Override
    protected String whatComesBackOfThoughts() {
        return "I need the order.";
    }

    @Override
    protected int lengthThatIsWhole(String recording) {
        return recording.length() - 1;
    }
}
