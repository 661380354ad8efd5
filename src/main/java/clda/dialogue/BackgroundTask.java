package clda.dialogue;

import clda.json.Worded;
import java.time.Instant;

/**
 * A call that continues after its turn, as listed across conversations. The call and its outcome are in the conversation.
 *
 * @param epoch the epoch under which it runs; 0 before it has started
 * @param attempts how often it has been started
 * @param deadline the time at which it is given up
 * @param cancelling whether a person wants it to stop
 */
public record BackgroundTask(
        String id,
        String tenant,
        String conversationId,
        String turnId,
        String callId,
        State state,
        long epoch,
        int attempts,
        boolean cancelling,
        Instant deadline,
        Instant createdAt) {

    public enum State implements Worded {
        WAITING,
        RUNNING,
        COMPLETED,
        FAILED,
        UNKNOWN;

        public boolean settled() {
            return switch (this) {
                case WAITING, RUNNING -> false;
                case COMPLETED, FAILED, UNKNOWN -> true;
            };
        }
    }
}
