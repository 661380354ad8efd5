package clda.dialogue;

import java.time.Instant;

/** Says when a task is to be looked at, on one of the nodes. It may say so twice: whoever is told looks whether it is so. */
public interface Timers {

    /** @param taskId what is to be told; asked for again before it was told, it is told once */
    void at(String taskId, Instant time);
}
