package clda.web;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The stages of this node's stop. First the stop is announced, so that no more requests are sent to it, and those that come are
 * answered; then its doors are closed. Safe for many threads.
 */
public final class Leaving {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private boolean announced;
    private boolean closed;
    private int inside;

    /** From now on this node is not ready. */
    public void announce() {
        locked(() -> announced = true);
    }

    /** From now on nobody comes in. */
    public void close() {
        locked(() -> {
            announced = true;
            closed = true;
        });
    }

    public boolean isAnnounced() {
        lock.lock();
        try {
            return announced;
        } finally {
            lock.unlock();
        }
    }

    /** Lets a request in, unless the doors are closed. One that is in is to be told of by {@link #left}. */
    boolean enter() {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            inside++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The request has been answered. */
    void left() {
        locked(() -> {
            inside--;
            if (inside == 0) {
                empty.signalAll();
            }
        });
    }

    /** Waits until all requests that are in have been answered, at most so long; says whether they have. */
    public boolean awaitEmpty(Duration longest) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = longest.toNanos();
            while (inside > 0 && left > 0) {
                left = empty.awaitNanos(left);
            }
            return inside == 0;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }
}
