package clda.dialogue;

import clda.store.Rejected;
import clda.store.Write;
import java.time.Instant;

/** Remembers which announcements have opened a turn. */
public interface AnnouncementBook {

    boolean has(String digest);

    /** @return a write that fails with {@link Known} if it is there already */
    Write add(String digest, Instant at);

    /** Forgets those that were added earlier. */
    void forgetBefore(Instant time);

    final class Known extends Rejected {
        public Known() {
            super("the announcement has opened a turn before");
        }
    }
}
