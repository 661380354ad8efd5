package clda.agent;

import clda.store.Write;
import java.time.Duration;

/** Port to the background tasks, which run calls that take longer than a turn. */
public interface BackgroundTasks {

    /**
     * Records that the call continues as a background task.
     *
     * @param taskId derived from the call's place, so that a call is a single task however often this is called
     */
    Write begin(String taskId, TurnHandle handle, String callId, Duration timeout);

    /** Reports that the task has been stored: it may run. */
    void begun(String taskId);
}
