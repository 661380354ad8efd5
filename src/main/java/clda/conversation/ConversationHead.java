package clda.conversation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whose a conversation is, and what a list of conversations shows. */
public record ConversationHead(
        String id,
        String tenant,
        String owner,
        @Nullable String title,
        boolean archived,
        Instant createdAt,
        Instant updatedAt) {}
