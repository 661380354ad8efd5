package clda.store.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** The writes that wait for the writing thread. Any thread adds to it; only the writing thread takes from it. */
final class WriteQueue {

    private static final int MAX_IN_ONE_COMMIT = 128;

    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();

    void add(Waiting waiting) {
        queue.add(waiting);
    }

    /** Has the lease renewed, whether or not anybody writes. */
    void beat() {
        queue.add(Waiting.beat());
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Waits until there is something to write, and takes as much as goes into one commit. */
    Batch next() throws InterruptedException {
        List<Waiting> taken = new ArrayList<>();
        taken.add(queue.take());
        queue.drainTo(taken, MAX_IN_ONE_COMMIT - 1);
        return new Batch(taken);
    }

    /**
     * Refuses everything that still waits; for the thread that closes the store, once the writing thread has ended.
     *
     * @param why a failure for each
     */
    void refuse(Supplier<RuntimeException> why) {
        List<Waiting> left = new ArrayList<>();
        queue.drainTo(left);
        left.forEach(waiting -> waiting.fail(why.get()));
    }
}
