package clda.security.limits;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads for CPU-bound work that anyone can request. While further tasks are queued, a thread rests after each task for as
 * long as the task took, so that under load the tasks use only half of the processor time of these threads. A single request is
 * not delayed.
 */
final class HalfTime extends ThreadPoolExecutor {

    private final LongSupplier nanos;
    private final Consumer<Duration> rest;
    private final ThreadLocal<Long> begun = new ThreadLocal<>();

    /**
     * @param max maximum number of waiting tasks; more are rejected
     * @param rest blocks the thread for that time
     */
    HalfTime(int threads, int max, ThreadFactory factory, LongSupplier nanos, Consumer<Duration> rest) {
        super(threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(max), factory);
        this.nanos = nanos;
        this.rest = rest;
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable work) {
        begun.set(nanos.getAsLong());
    }

    @Override
    protected void afterExecute(Runnable work, @Nullable Throwable failure) {
        if (!getQueue().isEmpty()) {
            rest.accept(Duration.ofNanos(nanos.getAsLong() - begun.get()));
        }
    }
}
