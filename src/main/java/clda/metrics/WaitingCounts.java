package clda.metrics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is waiting in the store, for all tenants; every node that shares the store counts the same numbers.
 *
 * @param unknownEffects effects whose outcome is unknown, and undos that failed
 * @param approvals requests for approval that have not been answered yet
 * @param tasksWaiting background tasks that have not started
 * @param tasksRunning background tasks that are running
 * @param events events for other systems that are not delivered yet
 * @param oldestEvent when the oldest of these events happened; null if there is none
 * @param deadLetters events that were refused too often
 */
public record WaitingCounts(
        long unknownEffects,
        long approvals,
        long tasksWaiting,
        long tasksRunning,
        long events,
        @Nullable Instant oldestEvent,
        long deadLetters) {

    static final WaitingCounts NOTHING = new WaitingCounts(0, 0, 0, 0, 0, null, 0);
}
