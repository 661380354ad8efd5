package clda.llm.anthropic;

import clda.kit.speech.MessagesSpeech;
import clda.kit.speech.Speech;
import clda.llm.http.Dialect;
import clda.llm.http.DialectContract;
import clda.llm.http.Endpoint;
import clda.llm.preset.Presets;
import com.anthropic.core.ObjectMappers;
import com.anthropic.models.messages.MessageCreateParams;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

class MessagesTest extends DialectContract {

    @Override
    protected Speech speech() {
        return new MessagesSpeech();
    }

    @Override
    protected Dialect dialect(String address) {
        return new Messages(
                Endpoint.at(URI.create(address), MessagesApi.class),
                "gpt-4o-mini",
                "scripted secret",
                4_096,
                "low",
                Presets.builtIn().named("anthropic"));
    }

    @Override
    protected void isValid(JsonNode request) {
        ObjectMappers.jsonMapper()
                .convertValue(request, MessageCreateParams.Body.class)
                .validate();
    }

    @Override
    protected String longestAnswer() {
        return "/max_tokens";
    }

    @Override
    protected String whatComesBackOfThoughts() {
        return "EqQBCgIYAhIM";
    }

    @Override
    protected int lengthThatIsWhole(String recording) {
        return recording.length() - 1;
    }
}
