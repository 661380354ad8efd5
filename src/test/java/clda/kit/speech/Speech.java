package clda.kit.speech;

import clda.json.Json;
import clda.kit.ScriptedModelServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How one provider writes its answers. */
public interface Speech {

    /** The model that answers, as all of them name it here. */
    String MODEL = "scripted-1";

    Recording of(Said said);

    /** The frame that tells of an error in the middle of a stream. */
    byte[] error();

    /** A frame that means nothing: a comment, a ping. */
    byte[] ping();

    /** An answer that is an error from the start. */
    default ScriptedModelServer.Answer status(int status, String header) {
        return ScriptedModelServer.status(status, "Scripted", header);
    }

    static ObjectNode json() {
        return Json.MAPPER.createObjectNode();
    }

    /** An event as OpenAI's Chat Completions writes it. */
    static byte[] data(JsonNode data) {
        return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** An event with its type for a name, as Anthropic and OpenAI's Responses write it. */
    static byte[] named(JsonNode data) {
        return ("event: " + data.path("type").asText() + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Arguments come in parts. */
    static List<String> halves(String text) {
        int middle = text.length() / 2;
        if (middle > 0 && Character.isHighSurrogate(text.charAt(middle - 1))) {
            middle--;
        }
        return List.of(text.substring(0, middle), text.substring(middle));
    }
}
