package clda.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Reads what other nodes have written, one thread at a time. Other threads wait only briefly for the thread that reads: if the
 * store became unavailable during the read, they would all be blocked. They then continue with what is already known, as always
 * while the store is unavailable.
 */
public final class CatchUp {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Clock clock;
    private final Duration fresh;
    private final Predicate<Instant> look;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Instant lookedAt;

    /**
     * @param fresh maximum age of what is known
     * @param lookedAt the time up to which everything is already known; {@link Instant#EPOCH} if nothing is
     * @param look reads what was written since the given time; false if the store did not answer
     */
    public CatchUp(Clock clock, Duration fresh, Instant lookedAt, Predicate<Instant> look) {
        this.clock = clock;
        this.fresh = fresh;
        this.lookedAt = lookedAt;
        this.look = look;
    }

    /** Reads, unless another thread is reading. */
    public void now() {
        if (looking.tryLock()) {
            try {
                look();
            } finally {
                looking.unlock();
            }
        }
    }

    /** Reads if what is known may be too old; waits briefly if another thread is reading. */
    public void ifStale() {
        if (!isStale() || !mayLook()) {
            return;
        }
        try {
            if (isStale()) {
                look();
            }
        } finally {
            looking.unlock();
        }
    }

    private boolean mayLook() {
        try {
            return looking.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isStale() {
        return lookedAt.plus(fresh).isBefore(clock.instant());
    }

    private void look() {
        Instant now = clock.instant();
        if (look.test(lookedAt)) {
            lookedAt = now;
        }
    }
}
