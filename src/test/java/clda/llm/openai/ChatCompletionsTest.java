package clda.llm.openai;

import clda.kit.speech.ChatCompletionsSpeech;
import clda.kit.speech.Speech;
import clda.llm.http.Dialect;
import clda.llm.http.DialectContract;
import clda.llm.http.Endpoint;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.ObjectMappers;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.net.URI;

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
                true);
    }

    @Override
    protected void isValid(JsonNode request) {
        ObjectMappers.jsonMapper()
                .convertValue(request, ChatCompletionCreateParams.Body.class)
                .validate();
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
