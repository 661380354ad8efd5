package clda.dialogue;

import java.time.Instant;

/** Wakes one of the nodes when a task is due. It may say so twice: whoever is told looks whether it is so. */
public interface Timers {

    /** @param taskId what is to be told; asked for again before it was told, it is told once */
    void at(String taskId, Instant time);
}
