package clda.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clda.json.Json;
import clda.kit.PublishedDescription;
import clda.llm.http.DialectContract;
import clda.llm.preset.Preset;
import clda.llm.preset.Presets;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Measures requests against OpenAI's published description, where that is there. The scripted server does so with every request of
 * every other test that it is sent.
 */
class PublishedDescriptionTest {

    static Stream<Preset> presets() {
        return Presets.builtIn().all().stream()
                .filter(preset -> preset.dialect().equals("openai"));
    }

    @BeforeEach
    void isThere() {
        assumeTrue(
                PublishedDescription.isThere(),
                "not measured: there is no description at " + PublishedDescription.file());
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aRequestOfChatCompletionsWithEverythingIsValid(Preset preset) throws IOException {
        byte[] body = new ChatCompletions(null, "m", "k", "high", preset).body(DialectContract.everything());

        assertThat(PublishedDescription.problems("/v1/chat/completions", Json.MAPPER.readTree(body)))
                .isEmpty();
    }

    @Test
    void aRequestOfResponsesWithEverythingIsValid() throws IOException {
        byte[] body = new Responses(null, "m", "k", "low", Presets.builtIn().named("openai-responses"))
                .body(DialectContract.everything());

        assertThat(PublishedDescription.problems("/v1/responses", Json.MAPPER.readTree(body)))
                .isEmpty();
    }

    @Test
    void theDescriptionRefusesWhatIsWrong() throws IOException {
        JsonNode request = Json.MAPPER.readTree(
                new ChatCompletions(null, "m", "k", null, Presets.builtIn().named("openai"))
                        .body(DialectContract.everything()));

        ObjectNode withoutId = request.deepCopy();
        ((ObjectNode) withoutId.at("/messages/2/tool_calls/0")).remove("id");
        assertThat(PublishedDescription.problems("/v1/chat/completions", withoutId))
                .isNotEmpty();

        ObjectNode otherRole = request.deepCopy();
        ((ObjectNode) otherRole.at("/messages/0")).put("role", "nobody");
        assertThat(PublishedDescription.problems("/v1/chat/completions", otherRole))
                .isNotEmpty();
    }
}
