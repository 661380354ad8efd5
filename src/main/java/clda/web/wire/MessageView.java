package clda.web.wire;

import clda.conversation.DigitalSource;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.MessageCompleted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something said, by the person or by the assistant.
 *
 * @param generatedBy `ai` for the assistant's
 * @param digitalSourceType how it was made, an address of IPTC's vocabulary; only of the assistant's
 * @param turnId in which it was said
 * @param messageId only of the assistant's
 * @param role user or assistant
 * @param model the model that wrote it, `offline` for the built-in understanding; only of the assistant's
 * @param at when it was said
 */
@Schema(name = "Message")
public record MessageView(
        @Nullable String generatedBy,
        @Nullable String digitalSourceType,
        String turnId,
        @Nullable String messageId,
        @Schema(enumeration = {"user", "assistant"}) String role,
        String text,
        @Nullable String model,
        Instant at)
        implements Body {
    /** The person's message of a turn, and the answers to it. */
    public static List<MessageView> of(Turn turn) {
        List<MessageView> messages = new ArrayList<>();
        messages.add(new MessageView(null, null, turn.id(), null, "user", turn.text(), null, turn.startedAt()));
        for (Turn.Reply reply : turn.replies()) {
            MessageCompleted message = reply.message();
            messages.add(new MessageView(
                    DigitalSource.GENERATED_BY,
                    DigitalSource.of(message.model()).uri(),
                    turn.id(),
                    message.messageId(),
                    "assistant",
                    message.text(),
                    message.model(),
                    reply.at()));
        }
        return messages;
    }
}
