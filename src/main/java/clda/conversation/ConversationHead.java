package clda.conversation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whose a conversation is, and what a list of conversations shows.
 *
 * @param lastSeq the number of the last event when this was read; a log that ends before it has lost its end
 */
public record ConversationHead(
        String id,
        String tenant,
        String owner,
        @Nullable String title,
        boolean archived,
        Instant createdAt,
        Instant updatedAt,
        long lastSeq) {}
