package clda.conversation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whose a conversation is, and what a list of conversations shows.
 *
 * @param lastSeq the number of the last event when this was read, since a log that ends before it has lost its end; −1 if the row
 *     is damaged
 */
public record ConversationHead(
        String id,
        String tenant,
        String owner,
        @Nullable String title,
        boolean archived,
        Instant createdAt,
        Instant updatedAt,
        long lastSeq) {

    public static final long DAMAGED = -1;

    /** Whether the row was changed outside of the server: nothing of it is certain but its id. */
    public boolean isDamaged() {
        return lastSeq == DAMAGED;
    }
}
