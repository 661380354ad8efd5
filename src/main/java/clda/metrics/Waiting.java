package clda.metrics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What waits in the store, of all tenants; every node that shares the store counts the same.
 *
 * @param unknownEffects effects of which nobody knows whether they happened, and undos that failed
 * @param approvals questions that nobody has answered yet
 * @param tasksWaiting background tasks that have not begun
 * @param tasksRunning background tasks that run
 * @param events for other systems, not delivered yet
 * @param oldestEvent when the oldest of them happened; null if there is none
 * @param deadLetters events that were refused too often
 */
public record Waiting(
        long unknownEffects,
        long approvals,
        long tasksWaiting,
        long tasksRunning,
        long events,
        @Nullable Instant oldestEvent,
        long deadLetters) {

    static final Waiting NOTHING = new Waiting(0, 0, 0, 0, 0, null, 0);
}
