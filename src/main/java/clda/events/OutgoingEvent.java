package clda.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The notice that something happened, without what was said: a receiver that wants to know asks the API, which checks its
 * rights.
 *
 * @param seq as in the log, without gaps; 0 for the erasure of the conversation
 * @param type the public name, or {@code conversation.erased}
 */
public record OutgoingEvent(
        String tenant, String conversationId, long seq, @Nullable String turnId, String type, Instant at) {

    /** The same for every attempt to send it. */
    public String id() {
        return conversationId + "-" + seq;
    }
}
