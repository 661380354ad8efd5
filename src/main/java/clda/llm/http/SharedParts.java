package clda.llm.http;

import clda.json.Json;
import clda.llm.ModelMessage.Image;
import clda.tools.ToolDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;

/** Parts of requests that several providers share. */
public final class SharedParts {

    private SharedParts() {}

    /** A JSON array that is filled from the start. */
    public static ArrayNode array() {
        return Json.MAPPER.createArrayNode();
    }

    public static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }

    /** Name, description and schema, under the name that the provider has for the latter. */
    public static ObjectNode function(ToolDefinition tool, String schemaField) {
        ObjectNode function = object().put("name", tool.name()).put("description", tool.description());
        function.set(schemaField, tool.parameters());
        return function;
    }

    /** What could not be read is not sent: servers read it again, and fail, and models take it for an example. */
    public static JsonNode readable(JsonNode arguments) {
        return arguments.isObject() ? arguments : object().put("unreadable", true);
    }

    public static String base64(Image image) {
        return Base64.getEncoder().encodeToString(image.bytes());
    }

    public static String dataUrl(Image image) {
        return "data:" + image.mediaType() + ";base64," + base64(image);
    }

    public static byte[] bytes(JsonNode body) {
        try {
            return Json.MAPPER.writeValueAsBytes(body);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("the request cannot be written", e);
        }
    }
}
