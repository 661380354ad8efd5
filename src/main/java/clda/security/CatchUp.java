package clda.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Takes in what other nodes have written, one thread at a time. Nobody waits long for the thread that looks: a store that goes
 * away while it is asked would hold up everybody who comes after. Then counts what is known, as always while the store is away.
 */
public final class CatchUp {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Clock clock;
    private final Duration fresh;
    private final Predicate<Instant> look;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Instant lookedAt;

    /**
     * @param fresh how old what is known may be
     * @param lookedAt up to when everything is known already; {@link Instant#EPOCH} if nothing is
     * @param look takes in what was written since that time; false if the store did not answer
     */
    public CatchUp(Clock clock, Duration fresh, Instant lookedAt, Predicate<Instant> look) {
        this.clock = clock;
        this.fresh = fresh;
        this.lookedAt = lookedAt;
        this.look = look;
    }

    /** Looks, unless another thread does. */
    public void now() {
        if (looking.tryLock()) {
            try {
                look();
            } finally {
                looking.unlock();
            }
        }
    }

    /** Looks if what is known may be too old; waits for another thread that does, but not long. */
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
