package clda.dialogue;

import java.time.Instant;

/**
 * Wakes one of the nodes when a task is due. It may do so twice, so the node has to check whether the task is still to be run.
 */
public interface Timers {

    /** @param taskId the task that is due; if it is set again before it has fired, it fires once */
    void at(String taskId, Instant time);
}
