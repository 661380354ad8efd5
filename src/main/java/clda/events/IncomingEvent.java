package clda.events;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What another system has to tell a person.
 *
 * @param source the system, a URI reference; together with {@code id} unique
 * @param type what happened, in the words of the source
 * @param tenant of the person; null for the one that events are for
 * @param conversationId where to tell it; null for the person's latest conversation
 * @param user the person, by displayed name or permanent identity; null if the conversation says it
 * @param text a sentence for the person; null if there is none
 * @param data everything else about it; null if there is nothing
 */
public record IncomingEvent(
        String source,
        String id,
        String type,
        @Nullable String tenant,
        @Nullable String conversationId,
        @Nullable String user,
        @Nullable String text,
        @Nullable JsonNode data) {}
