package clda.conversation;

import clda.conversation.CallEvent.*;
import clda.conversation.ConversationEvent.*;
import clda.conversation.TurnEvent.*;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Estimates the bytes of memory that an event takes in a fold, so that the total size of all folds can be limited. */
final class Weight {

    /** Bytes of an event apart from its texts: maps, instants, states. */
    private static final int EVENT = 300;

    private static final int BYTES_PER_CHARACTER = 2;
    private static final int NODE = 64;

    private Weight() {}

    static long of(ConversationEvent event) {
        return EVENT
                + switch (event) {
                    case TurnQueued queued -> of(queued.text());
                    case TurnStarted started -> of(started.text());
                    case MessageCompleted message ->
                        of(message.text())
                                + (message.reasoning() == null
                                        ? 0
                                        : of(message.reasoning().toString()));
                    case ToolRequested asked -> of(asked.arguments());
                    case ToolCompleted done -> of(done.result());
                    case TaskCompleted done -> of(done.result());
                    case TurnCompleted completed -> of(completed.reply());
                    case TurnCancelled cancelled -> of(cancelled.partial());
                    case ConversationSummarized summarized ->
                        summarized.notes().stream()
                                .mapToLong(note -> of(note.toString()))
                                .sum();
                    default -> 0;
                };
    }

    private static long of(@Nullable String text) {
        return text == null ? 0 : (long) text.length() * BYTES_PER_CHARACTER;
    }

    private static long of(@Nullable JsonNode node) {
        if (node == null) {
            return 0;
        }
        if (node.isTextual()) {
            return NODE + of(node.textValue());
        }
        long sum = NODE;
        for (JsonNode child : node) {
            sum += of(child);
        }
        return sum;
    }
}
