package clda.llm.openai;

import clda.kit.speech.ResponsesSpeech;
import clda.kit.speech.Speech;
import clda.llm.http.Dialect;
import clda.llm.http.DialectContract;
import clda.llm.http.Endpoint;
import clda.llm.preset.Presets;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.ObjectMappers;
import com.openai.models.responses.ResponseCreateParams;
import java.net.URI;

class ResponsesTest extends DialectContract {

    @Override
    protected Speech speech() {
        return new ResponsesSpeech();
    }

    @Override
    protected Dialect dialect(String address) {
        return new Responses(
                Endpoint.at(URI.create(address + "/v1"), ResponsesApi.class),
                "gpt-4o-mini",
                "scripted secret",
                "low",
                Presets.builtIn().named("openai-responses"));
    }

    @Override
    protected void isValid(JsonNode request) {
        ObjectMappers.jsonMapper()
                .convertValue(request, ResponseCreateParams.Body.class)
                .validate();
    }

    @Override
    protected String longestAnswer() {
        return "/max_output_tokens";
    }

    @Override
    protected String whatComesBackOfThoughts() {
        return "gAAAAABscripted==";
    }

    @Override
    protected int lengthThatIsWhole(String recording) {
        return recording.length() - 1;
    }
}
