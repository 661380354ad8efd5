package clda.tools;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a tool on a thread of its own, so that one that hangs does not hold the turn. The tool can be stopped from any thread; its
 * execution uses one thread at a time.
 */
final class ToolThread {

    private static final Duration LOOK = Duration.ofMillis(100);
    /** Maximum time for a tool to report what it has done after it was asked to stop. */
    private static final Duration STOPPING = Duration.ofSeconds(5);

    private final ThreadFactory threads;
    private final String tool;
    private final Duration timeout;
    /** The thread on which the tool runs, or ran last; null before that. */
    private volatile @Nullable Thread acting;
    /** By {@link System#nanoTime}; null if it has not been stopped. */
    private volatile @Nullable Long stoppedAt;

    ToolThread(ThreadFactory threads, String tool, Duration timeout) {
        this.threads = threads;
        this.tool = tool;
        this.timeout = timeout;
    }

    /** Asks the tool to stop. */
    void stop() {
        stoppedAt = System.nanoTime();
        Thread thread = acting;
        if (thread != null) {
            thread.interrupt();
        }
    }

    boolean isStopped() {
        return stoppedAt != null;
    }

    /** The thread on which the tool ran last; null if it has not run. */
    @Nullable
    Thread last() {
        return acting;
    }

    /**
     * Runs it.
     *
     * @throws TimeoutException if it took too long, or did not end after it was stopped
     * @throws OutcomeUnseen if its answer does not say what it did
     * @throws CancellationException if the calling thread was interrupted, since the node stops: whoever takes over continues
     *     from what is in the ledger
     */
    <T> T call(Callable<T> work) throws TimeoutException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = threads.newThread(task);
        acting = thread;
        thread.start();
        if (isStopped()) {
            thread.interrupt();
        }
        try {
            return await(task, System.nanoTime() + timeout.toNanos());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ToolFailure failure) {
                throw failure;
            }
            throw new OutcomeUnseen(e.getCause());
        } catch (InterruptedException e) {
            thread.interrupt();
            throw leaving();
        } catch (TimeoutException e) {
            thread.interrupt();
            throw e;
        }
    }

    private <T> T await(FutureTask<T> task, long deadline)
            throws TimeoutException, ExecutionException, InterruptedException {
        while (true) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new TimeoutException(tool + " took longer than " + timeout);
            }
            try {
                return task.get(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                Long since = stoppedAt;
                if (since != null && System.nanoTime() - since > STOPPING.toNanos()) {
                    throw e;
                }
            }
        }
    }

    void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw leaving();
        }
    }

    private CancellationException leaving() {
        Thread.currentThread().interrupt();
        return new CancellationException("this node stops while " + tool + " is at work");
    }

    /** The tool was called, and its answer does not say what it did. */
    static final class OutcomeUnseen extends RuntimeException {
        OutcomeUnseen(@Nullable Throwable cause) {
            super("the tool's outcome was not seen", cause);
        }
    }
}
