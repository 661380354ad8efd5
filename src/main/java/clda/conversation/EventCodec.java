package clda.conversation;

import clda.conversation.ConversationEvent.MessageCompleted;
import clda.conversation.ConversationEvent.Role;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Events as JSON: the form that is stored (after encryption) and the form that clients see are made from the same data. */
public final class EventCodec {

    /**
     * The JSON conventions of the whole project: null fields are omitted, times are in ISO 8601, unknown fields are ignored,
     * numbers are kept as written.
     */
    public static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private record Stored(@Nullable String t, ConversationEvent d) {}

    private EventCodec() {}

    /** The plaintext of the payload column. */
    public static byte[] toPayload(@Nullable String turnId, ConversationEvent event) {
        try {
            return JSON.writeValueAsBytes(new Stored(turnId, event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws UncheckedIOException if the payload is not one that {@link #toPayload} wrote */
    public static DraftEvent fromPayload(EventType type, byte[] payload) {
        try {
            JsonNode stored = JSON.readTree(payload);
            JsonNode turnId = stored.get("t");
            return new DraftEvent(
                    turnId == null ? null : turnId.asText(), JSON.treeToValue(stored.get("d"), type.eventClass()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code {"seq","type","turnId","at","data"}} as the API documents it. */
    public static ObjectNode toJson(RecordedEvent recorded) {
        ObjectNode json = JSON.createObjectNode();
        json.put("seq", recorded.seq());
        json.put("type", recorded.type().publicName());
        if (recorded.turnId() != null) {
            json.put("turnId", recorded.turnId());
        }
        json.put("at", recorded.at().toString());
        json.set("data", data(recorded.event()));
        return json;
    }

    /** The data of an event; an assistant message also has the mark for generated content. */
    public static ObjectNode data(ConversationEvent event) {
        ObjectNode data = JSON.valueToTree(event);
        if (event instanceof MessageCompleted message && message.role() == Role.assistant) {
            DigitalSource.of(message.model()).mark(data);
        }
        return data;
    }

    /** {@code {"type":"text.delta","turnId","messageId","index","text"}}. */
    public static ObjectNode toJson(TextDelta delta) {
        ObjectNode json = JSON.createObjectNode();
        json.put("type", "text.delta");
        json.put("turnId", delta.turnId());
        json.put("messageId", delta.messageId());
        json.put("index", delta.index());
        json.put("text", delta.text());
        return json;
    }

    /** {@code {"type":"model.loading","turnId"}}. */
    public static ObjectNode toJson(ModelLoading loading) {
        return JSON.createObjectNode().put("type", "model.loading").put("turnId", loading.turnId());
    }
}
