package clda.web.wire;

import clda.conversation.Conversation;
import clda.conversation.RecordedEvent;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole conversation.
 *
 * @param title null until it has one
 * @param updatedAt when it last changed
 * @param state that of its last turn; `idle` without one
 * @param ai that an AI answers; always true
 * @param lastSeq the number of its last event
 * @param recorded that exchanges with models are kept; absent if they are not
 * @param model the name of the model that was chosen; absent for the usual one
 * @param turns of all branches
 * @param events from the first
 */
public record ConversationExport(
        String id,
        @JsonInclude @Nullable String title,
        Instant createdAt,
        Instant updatedAt,
        boolean archived,
        String state,
        boolean ai,
        long lastSeq,
        @Nullable Boolean recorded,
        @Nullable String model,
        List<TurnView> turns,
        List<EventView> events)
        implements Body {
    public static ConversationExport of(Conversation conversation, List<RecordedEvent> events) {
        ConversationView head = ConversationView.of(conversation);
        return new ConversationExport(
                head.id(),
                head.title(),
                head.createdAt(),
                head.updatedAt(),
                head.archived(),
                head.state(),
                head.ai(),
                head.lastSeq(),
                head.recorded(),
                head.model(),
                conversation.turns().stream()
                        .map(turn -> TurnView.of(head.id(), turn))
                        .toList(),
                events.stream().map(EventView::of).toList());
    }
}
