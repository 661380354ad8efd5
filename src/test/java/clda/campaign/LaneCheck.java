package clda.campaign;

import clda.conversation.ConversationEvent.ApprovalDecided;
import clda.conversation.ConversationEvent.ApprovalRequested;
import clda.conversation.ConversationEvent.MessageCompleted;
import clda.conversation.ConversationEvent.ToolCompleted;
import clda.conversation.ConversationEvent.ToolFailed;
import clda.conversation.ConversationEvent.ToolRequested;
import clda.conversation.ConversationEvent.ToolStarted;
import clda.conversation.ConversationEvent.ToolUnknown;
import clda.conversation.ConversationEvent.TurnStarted;
import clda.conversation.RecordedEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log and counts the times that one turn of a conversation went on while another was running. A turn that waits for a
 * person does not run: others may begin and end meanwhile.
 */
final class LaneCheck {

    /** The calls for which each open turn waits. */
    private final Map<String, Set<String>> waiting = new HashMap<>();

    private @Nullable String running;
    private int parallel;

    void take(RecordedEvent recorded) {
        String turnId = recorded.turnId();
        if (turnId == null) {
            return;
        }
        if (recorded.type().settlesTurn()) {
            waiting.remove(turnId);
            running = turnId.equals(running) ? null : running;
            return;
        }
        switch (recorded.event()) {
            case TurnStarted started -> {
                waiting.put(turnId, new HashSet<>());
                goesOn(turnId);
            }
            case MessageCompleted message -> goesOn(turnId);
            case ToolRequested asked -> goesOn(turnId);
            case ToolStarted started -> goesOn(turnId);
            case ApprovalRequested asked -> {
                goesOn(turnId);
                calls(turnId).add(asked.callId());
            }
            case ApprovalDecided decided -> calls(turnId).remove(decided.callId());
            case ToolFailed failed -> calls(turnId).remove(failed.callId());
            case ToolCompleted done -> calls(turnId).remove(done.callId());
            case ToolUnknown unseen -> calls(turnId).remove(unseen.callId());
            default -> {
                // What others do about a turn is not the turn going on.
            }
        }
    }

    private Set<String> calls(String turnId) {
        return waiting.getOrDefault(turnId, new HashSet<>());
    }

    private void goesOn(String turnId) {
        if (running != null && !running.equals(turnId) && calls(running).isEmpty()) {
            parallel++;
        }
        running = turnId;
    }

    /** How often a turn went on while another was running. */
    int parallel() {
        return parallel;
    }

    /** Whether a turn has begun and not ended. */
    boolean isOpen() {
        return !waiting.isEmpty();
    }
}
