package clda.web.wire;

import clda.conversation.ConversationHead;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in a list.
 *
 * @param title null until it has one
 * @param updatedAt when it last changed
 * @param state that of its last turn; `idle` without one, `damaged` for a row that was changed outside of the server
 * @param turns how many there are
 * @param unread whether there is something that was not shown yet
 * @param ai that an AI answers; always true
 * @param snippet where the words that were searched for stand
 */
@Schema(name = "ConversationRow")
public record ConversationRow(
        String id,
        @JsonInclude @Nullable String title,
        Instant createdAt,
        Instant updatedAt,
        boolean archived,
        String state,
        int turns,
        boolean unread,
        boolean ai,
        @Nullable String snippet)
        implements Body {
    public static ConversationRow of(ConversationHead head, @Nullable String snippet) {
        return new ConversationRow(
                head.id(),
                head.title(),
                head.createdAt(),
                head.updatedAt(),
                head.archived(),
                head.state(),
                head.turns(),
                head.unread(),
                true,
                snippet);
    }
}
