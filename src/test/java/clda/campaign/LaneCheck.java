package clda.campaign;

import clda.conversation.CallEvent.ApprovalRequested;
import clda.conversation.CallEvent.ToolRequested;
import clda.conversation.CallEvent.ToolStarted;
import clda.conversation.RecordedEvent;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.conversation.TurnEvent.TurnStarted;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log and counts the times that one turn of a conversation went on while another was running. A turn that waits for a
 * person does not run: others may begin and end meanwhile.
 */
final class LaneCheck {

    private final Set<String> open = new HashSet<>();

    private @Nullable String running;
    private int parallel;

    void take(RecordedEvent recorded) {
        String turnId = recorded.turnId();
        if (turnId == null) {
            return;
        }
        if (recorded.type().settlesTurn()) {
            open.remove(turnId);
            running = turnId.equals(running) ? null : running;
            return;
        }
        switch (recorded.event()) {
            case TurnStarted started -> {
                open.add(turnId);
                goesOn(turnId);
            }
            case MessageCompleted message -> goesOn(turnId);
            case ToolRequested asked -> goesOn(turnId);
            case ToolStarted started -> goesOn(turnId);
            case ApprovalRequested asked -> {
                // A turn asks when it has nothing else to do, and leaves the lane. Once it is decided it may wait for
                // its turn.
                goesOn(turnId);
                running = null;
            }
            default -> {
                // What others do about a turn is not the turn going on.
            }
        }
    }

    private void goesOn(String turnId) {
        if (running != null && !running.equals(turnId)) {
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
        return !open.isEmpty();
    }
}
