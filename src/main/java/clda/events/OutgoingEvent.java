package clda.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That something happened, without what was said: who wants to know that asks the API, which checks whether they may.
 *
 * @param seq as in the log, without gaps; 0 for the erasure of the conversation
 * @param type the public name, or {@code conversation.erased}
 */
public record OutgoingEvent(
        String tenant, String conversationId, long seq, @Nullable String turnId, String type, Instant at) {

    /** The same each time that it is sent. */
    public String id() {
        return conversationId + "-" + seq;
    }
}
