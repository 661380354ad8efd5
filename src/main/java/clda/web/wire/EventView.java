package clda.web.wire;

import clda.conversation.CallEvent;
import clda.conversation.EventCodec;
import clda.conversation.RecordedEvent;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A stored event of a conversation.
 *
 * @param seq counts from 1 without a gap
 * @param type what happened
 * @param turnId the turn it belongs to, if it belongs to one
 * @param at when it happened
 * @param data what there is to tell of it; its members depend on the type: those of its record in {@code ConversationEvent}
 * @param words recurrence rules of the data in words, by rule and by language; absent if there are none
 */
@Schema(name = "Event")
public record EventView(
        long seq,
        String type,
        @Nullable String turnId,
        Instant at,
        ObjectNode data,
        @Nullable Map<String, Map<String, String>> words)
        implements Body {
    public static EventView of(RecordedEvent recorded) {
        ObjectNode data = EventCodec.data(recorded.event());
        return new EventView(
                recorded.seq(),
                recorded.type().publicName(),
                recorded.turnId(),
                recorded.at(),
                data,
                recorded.event() instanceof CallEvent ? RulesInWords.in(data) : null);
    }
}
