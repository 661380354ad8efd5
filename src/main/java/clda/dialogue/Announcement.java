package clda.dialogue;

import clda.json.Canonical;
import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What another system wants a person to be told.
 *
 * @param source the system; together with {@code id} unique
 * @param text what to tell: text of others
 * @param data more about it, for a model; null if there is nothing more
 */
public record Announcement(
        String source, String id, String tenant, String conversationId, String text, @Nullable JsonNode data) {

    String digest() {
        return digest(source, id);
    }

    /** Equal for equal {@code source} and {@code id}, in hexadecimal. */
    static String digest(String source, String id) {
        return Canonical.hash(Json.MAPPER.createArrayNode().add(source).add(id));
    }
}
