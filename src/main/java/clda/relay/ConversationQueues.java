package clda.relay;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Does what concerns one conversation in order, and several conversations at once. */
final class ConversationQueues implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ConversationQueues.class.getName());
    private static final int COUNT = 8;
    /** More is not kept: whoever reads has the store. */
    private static final int MAX_WAITING = 20_000;

    private final List<ExecutorService> lanes;
    private final AtomicInteger waiting = new AtomicInteger();

    ConversationQueues(ThreadFactory threads) {
        lanes = Stream.generate(() -> Executors.newSingleThreadExecutor(threads))
                .limit(COUNT)
                .toList();
    }

    void run(String conversationId, Runnable work) {
        if (waiting.get() >= MAX_WAITING) {
            return;
        }
        waiting.incrementAndGet();
        try {
            lanes.get(Math.floorMod(conversationId.hashCode(), COUNT)).execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    LOG.log(Level.DEBUG, "a message of another node was of no use", e);
                } finally {
                    waiting.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException closed) {
            waiting.decrementAndGet();
        }
    }

    @Override
    public void close() {
        lanes.forEach(ExecutorService::shutdownNow);
    }
}
