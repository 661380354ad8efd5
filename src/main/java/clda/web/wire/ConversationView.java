package clda.web.wire;

import clda.conversation.Conversation;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A conversation.
 *
 * @param title null until it has one
 * @param updatedAt when it last changed
 * @param state that of its last turn; `idle` without one
 * @param ai that an AI answers; always true
 * @param lastSeq the number of its last event
 * @param recorded that exchanges with models are kept; absent if they are not
 * @param model the name of the model that was chosen; absent for the usual one
 */
@Schema(name = "Conversation")
public record ConversationView(
        String id,
        @JsonInclude @Nullable String title,
        Instant createdAt,
        Instant updatedAt,
        boolean archived,
        String state,
        boolean ai,
        long lastSeq,
        @Nullable Boolean recorded,
        @Nullable String model)
        implements Body {
    public static ConversationView of(Conversation conversation) {
        return new ConversationView(
                conversation.id(),
                conversation.title(),
                conversation.head().createdAt(),
                conversation.updatedAt(),
                conversation.archived(),
                conversation.state(),
                true,
                conversation.lastSeq(),
                conversation.isRecorded() ? true : null,
                conversation.model());
    }
}
