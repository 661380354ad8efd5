package clda.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import clda.json.Json;
import clda.kit.speech.ChatCompletionsSpeech;
import clda.kit.speech.Speech;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelProfile;
import clda.llm.ModelRequest;
import clda.llm.http.Dialect;
import clda.llm.http.DialectContract;
import clda.llm.http.Endpoint;
import clda.llm.preset.Presets;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.ObjectMappers;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChatCompletionsTest extends DialectContract {

    @Override
    protected Speech speech() {
        return new ChatCompletionsSpeech();
    }

    @Override
    protected Dialect dialect(String address) {
        return new ChatCompletions(
                Endpoint.at(URI.create(address + "/v1"), ChatCompletionsApi.class),
                "gpt-4o-mini",
                "scripted secret",
                null,
                Presets.builtIn().named("openai"));
    }

    @Override
    protected void isValid(JsonNode request) {
        ObjectMappers.jsonMapper()
                .convertValue(request, ChatCompletionCreateParams.Body.class)
                .validate();
    }

    @Override
    protected String longestAnswer() {
        return "/max_completion_tokens";
    }

    @Test
    void serversOfOthersAreAskedInTheWordThatTheyAllKnow() throws IOException {
        ChatCompletions others = new ChatCompletions(
                Endpoint.at(URI.create(server.address() + "/v1"), ChatCompletionsApi.class),
                "llama",
                null,
                null,
                Presets.builtIn().named(Presets.BASE));
        ModelProfile profile = new ModelProfile(Set.of(), 8_192, 777, 1, ModelProfile.Price.FREE);
        ModelRequest request = profile.fit(new ModelRequest(List.of(new UserMessage("Hello")), List.of()));

        JsonNode body = Json.MAPPER.readTree(others.body(request));

        assertThat(body.path("max_tokens").asInt()).isEqualTo(777);
        assertThat(body.has("max_completion_tokens")).isFalse();
    }

    @Override
    protected String whatComesBackOfThoughts() {
        return "";
    }

    @Override
    protected int lengthThatIsWhole(String recording) {
        return recording.indexOf("\"finish_reason\":\"stop\"");
    }
}
