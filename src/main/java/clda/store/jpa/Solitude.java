package clda.store.jpa;

import java.time.Duration;

/**
 * Whether no other node is alive, as the looks at the database tell. A look counts for a time only, and a node that joins
 * writes nothing for just as long: whoever still counts itself alone by then does so wrongly for nobody.
 */
final class Solitude {

    private final long validNanos;
    private boolean nobodyElse;
    private long lookedAt;
    private long number;

    /** @param valid how long a look counts */
    Solitude(Duration valid) {
        this.validNanos = valid.toNanos();
    }

    /**
     * Somebody has looked.
     *
     * @param began when the look began, by {@link System#nanoTime}
     * @param ended when it had ended
     * @param alone whether no other node was seen
     */
    synchronized void looked(long began, long ended, boolean alone) {
        boolean goesOn = nobodyElse && ended - lookedAt < validNanos;
        if (alone && !goesOn) {
            number++;
        }
        nobodyElse = alone;
        lookedAt = began;
    }

    /** What was seen counts no more. */
    synchronized void ends() {
        nobodyElse = false;
    }

    /**
     * The number of the present time alone; 0 if others may be alive.
     *
     * @param now by {@link System#nanoTime}
     * @param mayLook whether looking is possible: as long as it is not, the last look counts
     */
    synchronized long at(long now, boolean mayLook) {
        boolean counts = !mayLook || now - lookedAt < validNanos;
        return nobodyElse && counts ? number : 0;
    }
}
