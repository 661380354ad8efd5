package clda.store.jpa;

import clda.store.Busy;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Limits how many threads read at once, in order of arrival. The pool has more connections than that, so that readers never
 * take the one with which this node writes, renews its lease or checks whether the database is available.
 */
final class Readers {

    private final Semaphore free;
    private final Duration patience;
    private final ThreadLocal<Boolean> reading = ThreadLocal.withInitial(() -> false);

    /** @param patience how long a thread waits for its turn */
    Readers(int atOnce, Duration patience) {
        this.free = new Semaphore(atOnce, true);
        this.patience = patience;
    }

    /**
     * Reads when it is this thread's turn; within a read, at once.
     *
     * @throws Busy if its turn did not come in time
     */
    <T> T inTurn(Supplier<T> query) {
        if (reading.get()) {
            return query.get();
        }
        if (!getsTurn()) {
            throw new Busy(null);
        }
        reading.set(true);
        try {
            return query.get();
        } finally {
            reading.remove();
            free.release();
        }
    }

    /** Also of a thread that was interrupted: what it was stopped from doing has to be written down all the same. */
    private boolean getsTurn() {
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return free.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
