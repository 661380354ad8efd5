package clda.agent;

import clda.store.Write;
import java.time.Duration;

/** Port to the background tasks, to which calls go that take longer than a turn. */
public interface BackgroundTasks {

    /**
     * Records that the call is to go on as a task.
     *
     * @param taskId made of the call's place, so that a call is one task however often this is asked
     */
    Write begin(String taskId, TurnHandle handle, String callId, Duration timeout);

    /** The task has been stored: it may run. */
    void begun(String taskId);
}
