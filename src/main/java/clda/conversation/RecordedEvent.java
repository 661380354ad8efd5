package clda.conversation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event with its position in the log.
 *
 * @param seq 1 for the first event of a conversation, without gaps
 * @param turnId null for events of the conversation itself, such as a new title
 */
public record RecordedEvent(long seq, @Nullable String turnId, Instant at, ConversationEvent event) {

    public EventType type() {
        return EventType.of(event);
    }
}
