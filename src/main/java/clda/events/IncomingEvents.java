package clda.events;

import clda.events.Unusable.Reason;
import clda.json.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads CloudEvents 1.0 as the Kafka protocol binding gives them: structured ({@code application/cloudevents+json}), or binary
 * with the attributes in headers that begin with {@code ce_}. The extension attributes {@code tenant}, {@code user} and
 * {@code conversationid} say whom it is for; the member {@code text} of the data, or data that is a plain string, is what to
 * tell.
 */
public final class IncomingEvents {

    /** Maximum bytes of an event. */
    public static final int MAX_BYTES = 128 * 1024;

    private static final int MAX_NAME = 256;
    private static final String PREFIX = "ce_";
    private static final String STRUCTURED = "application/cloudevents";

    private IncomingEvents() {}

    /**
     * The event in a message.
     *
     * @param headers by their names in lower case; of several with one name, the last
     * @throws Unusable if there is none
     */
    public static IncomingEvent read(Map<String, String> headers, byte @Nullable [] value) throws Unusable {
        if (value != null && value.length > MAX_BYTES) {
            throw new Unusable(
                    Reason.TOO_LARGE, "The event has " + value.length + " bytes, more than " + MAX_BYTES + ".");
        }
        boolean structured = headers.getOrDefault("content-type", "").startsWith(STRUCTURED);
        return structured || !headers.containsKey(PREFIX + "specversion") ? structured(value) : binary(headers, value);
    }

    private static IncomingEvent structured(byte @Nullable [] value) throws Unusable {
        JsonNode event = json(value);
        if (!event.isObject()) {
            throw new Unusable(Reason.NOT_A_CLOUD_EVENT, "The event is not a JSON object.");
        }
        JsonNode data = event.has("data_base64") ? json(decoded(event.path("data_base64"))) : event.path("data");
        return event(
                name -> {
                    JsonNode attribute = event.path(name);
                    return attribute.isTextual() ? attribute.textValue() : null;
                },
                data);
    }

    private static byte[] decoded(JsonNode base64) throws Unusable {
        try {
            return Base64.getDecoder().decode(base64.asText());
        } catch (IllegalArgumentException e) {
            throw new Unusable(Reason.NOT_A_CLOUD_EVENT, "data_base64 is not Base64.");
        }
    }

    private static IncomingEvent binary(Map<String, String> headers, byte @Nullable [] value) throws Unusable {
        JsonNode data;
        if (value == null || value.length == 0) {
            data = Json.MAPPER.missingNode();
        } else if (headers.getOrDefault("content-type", "").startsWith("text/")) {
            data = Json.MAPPER.getNodeFactory().textNode(new String(value, StandardCharsets.UTF_8));
        } else {
            data = json(value);
        }
        return event(name -> headers.get(PREFIX + name), data);
    }

    private static JsonNode json(byte @Nullable [] value) throws Unusable {
        if (value == null || value.length == 0) {
            throw new Unusable(Reason.NOT_JSON, "The event is empty.");
        }
        try {
            return Json.MAPPER.readTree(value);
        } catch (JsonProcessingException e) {
            // Its message quotes the content.
            throw new Unusable(Reason.NOT_JSON, "The event is not JSON.");
        } catch (IOException e) {
            throw new Unusable(Reason.NOT_JSON, "The event is not UTF-8 text.");
        }
    }

    /** The attributes of a CloudEvent, wherever it has them: in headers or in its JSON. Null for one that it lacks. */
    private interface Attributes {
        @Nullable
        String get(String name);
    }

    private static IncomingEvent event(Attributes attributes, JsonNode data) throws Unusable {
        if (!"1.0".equals(attributes.get("specversion"))) {
            throw new Unusable(Reason.NOT_A_CLOUD_EVENT, "specversion is not 1.0.");
        }
        String conversationId = optional(attributes, "conversationid");
        String user = optional(attributes, "user");
        if (conversationId == null && user == null) {
            throw new Unusable(Reason.NOT_A_CLOUD_EVENT, "Neither user nor conversationid says whom the event is for.");
        }
        JsonNode text = data.isTextual() ? data : data.path("text");
        JsonNode rest = data.isObject() && !data.isEmpty() ? data : null;
        return new IncomingEvent(
                required(attributes, "source"),
                required(attributes, "id"),
                required(attributes, "type"),
                optional(attributes, "tenant"),
                conversationId,
                user,
                text.isTextual() && !text.textValue().isBlank() ? text.textValue() : null,
                rest);
    }

    /** CloudEvents 1.0 forbids these in attributes, and no database could look for them. */
    private static boolean isNoCharacterOfAttributes(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    private static String required(Attributes attributes, String name) throws Unusable {
        String value = optional(attributes, name);
        if (value == null) {
            throw new Unusable(Reason.NOT_A_CLOUD_EVENT, name + " is missing.");
        }
        return value;
    }

    private static @Nullable String optional(Attributes attributes, String name) throws Unusable {
        String value = attributes.get(name);
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.length() > MAX_NAME) {
            throw new Unusable(Reason.TOO_LARGE, name + " has more than " + MAX_NAME + " characters.");
        }
        if (value.codePoints().anyMatch(IncomingEvents::isNoCharacterOfAttributes)) {
            throw new Unusable(
                    Reason.NOT_A_CLOUD_EVENT, name + " has a control character or half of a surrogate pair.");
        }
        return value;
    }
}
