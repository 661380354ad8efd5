package clda.store;

import java.time.Duration;

/** Is notified of each committed transaction. It only observes and must return quickly. */
@FunctionalInterface
public interface CommitWatcher {

    /**
     * A transaction is durable.
     *
     * @param took time from its start, including any wait for an unavailable database
     * @param together number of threads with writes in it
     */
    void committed(Duration took, int together);
}
