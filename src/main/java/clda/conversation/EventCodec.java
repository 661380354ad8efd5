package clda.conversation;

import clda.conversation.TurnEvent.MessageCompleted;
import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Events as JSON: the form that is stored (after encryption) and the form that clients see are made from the same data. */
public final class EventCodec {

    private record Stored(@Nullable String t, ConversationEvent d) {}

    private EventCodec() {}

    /** The plaintext of the payload column. */
    public static byte[] toPayload(@Nullable String turnId, ConversationEvent event) {
        try {
            return Json.MAPPER.writeValueAsBytes(new Stored(turnId, event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws UncheckedIOException if the payload is not one that {@link #toPayload} wrote */
    public static DraftEvent fromPayload(EventType type, byte[] payload) {
        try {
            JsonNode stored = Json.MAPPER.readTree(payload);
            JsonNode turnId = stored.get("t");
            return new DraftEvent(
                    turnId == null ? null : turnId.asText(),
                    Json.MAPPER.treeToValue(stored.get("d"), type.eventClass()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code {"seq","type","turnId","at","data"}} as the API documents it. */
    public static ObjectNode toJson(RecordedEvent recorded) {
        ObjectNode json = Json.MAPPER.createObjectNode();
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
        ObjectNode data = Json.MAPPER.valueToTree(event);
        if (event instanceof MessageCompleted message && message.role() == MessageRole.ASSISTANT) {
            DigitalSource.of(message.model()).mark(data);
        }
        return data;
    }

    /** {@code {"type":"text.delta","turnId","messageId","index","text"}}. */
    public static ObjectNode toJson(TextDelta delta) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("type", "text.delta");
        json.put("turnId", delta.turnId());
        json.put("messageId", delta.messageId());
        json.put("index", delta.index());
        json.put("text", delta.text());
        return json;
    }

    /** {@code {"type":"model.loading","turnId"}}. */
    public static ObjectNode toJson(ModelLoading loading) {
        return Json.MAPPER.createObjectNode().put("type", "model.loading").put("turnId", loading.turnId());
    }
}
