package clda.dialogue;

import java.time.Instant;

/** Says when a time has come, on one of the nodes. It may say so twice: whoever is told looks whether it is so. */
public interface Timers {

    enum Kind {
        task,
        schedule
    }

    /** @param id of what is to be told; asked for again before it was told, it is told once */
    void at(Kind kind, String id, Instant time);
}
