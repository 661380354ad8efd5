package clda.web;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The stages of this node's shutdown. It is announced first, so that no more requests are routed here, while those that
 * still arrive are answered; then new requests are refused. Safe for many threads.
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

    /** From now on new requests are refused. */
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

    /** Admits a request unless the node is closed. Each admitted request has to be followed by {@link #left}. */
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

    /** Waits at most this long until all admitted requests have been answered; returns whether they have. */
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
