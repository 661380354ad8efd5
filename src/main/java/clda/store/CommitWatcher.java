package clda.store;

import java.time.Duration;

/** Learns of each transaction that was committed. It only watches and must be quick. */
@FunctionalInterface
public interface CommitWatcher {

    /**
     * A transaction is durable.
     *
     * @param took from its beginning, waiting for a database that was away included
     * @param together how many threads had something in it
     */
    void committed(Duration took, int together);
}
