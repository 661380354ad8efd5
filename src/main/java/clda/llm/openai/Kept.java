package clda.llm.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opaque fields that are to be sent back with the message, assembled from their pieces. */
final class Kept {

    static final String MESSAGE = "message";
    static final String CALLS = "calls";

    private static final String INDEX = "index";

    private final List<String> fields;
    private final ObjectNode message = JsonNodeFactory.instance.objectNode();

    Kept(List<String> fields) {
        this.fields = fields;
    }

    void take(JsonNode said) {
        for (String field : fields) {
            JsonNode piece = said.path(field);
            if (piece.isArray() && message.path(field) instanceof ArrayNode before) {
                piece.forEach(item -> add(before, item));
            } else if (!piece.isMissingNode() && !piece.isNull()) {
                message.set(field, piece.deepCopy());
            }
        }
    }

    /** Items with the same index are one item: their texts are appended, all other fields arrive once. */
    private static void add(ArrayNode before, JsonNode item) {
        for (JsonNode one : before) {
            if (one instanceof ObjectNode known
                    && item.isObject()
                    && item.has(INDEX)
                    && known.path(INDEX).equals(item.path(INDEX))
                    && known.path("type").equals(item.path("type"))) {
                item.properties().forEach(field -> join(known, field.getKey(), field.getValue()));
                return;
            }
        }
        before.add(item.deepCopy());
    }

    private static void join(ObjectNode known, String field, JsonNode value) {
        boolean goesOn = List.of("text", "summary", "data").contains(field)
                && value.isTextual()
                && known.path(field).isTextual();
        if (goesOn) {
            known.put(field, known.path(field).textValue() + value.textValue());
        } else if (!value.isNull()) {
            known.set(field, value);
        }
    }

    /** @return everything that is to be sent back; null if there is nothing */
    @Nullable
    JsonNode with(@Nullable ArrayNode calls) {
        if (message.isEmpty() && calls == null) {
            return null;
        }
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.set(MESSAGE, message);
        if (calls != null) {
            all.set(CALLS, calls);
        }
        return all;
    }
}
