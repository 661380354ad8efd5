package clda.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The notice that something happened, without what was said: a receiver that wants to know asks the API, which checks its
 * rights.
 *
 * @param seq as in the log, without gaps; 0 for the erasure of the conversation
 * @param type the public name, or {@code conversation.erased}
 * @param restores how often the database had been restored before it: a number may come again after a restore
 */
public record OutgoingEvent(
        String tenant,
        String conversationId,
        long seq,
        @Nullable String turnId,
        String type,
        Instant at,
        int restores) {

    /** Of a database that was never restored. */
    public OutgoingEvent(
            String tenant, String conversationId, long seq, @Nullable String turnId, String type, Instant at) {
        this(tenant, conversationId, seq, turnId, type, at, 0);
    }

    /** The same for every attempt to send it. */
    public String id() {
        return conversationId + "-" + seq + (restores == 0 ? "" : "-r" + restores);
    }
}
