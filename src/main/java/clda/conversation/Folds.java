package clda.conversation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The cache of folded conversations, limited in bytes: the least recently used are dropped first, and folded again when they
 * are needed. The number of concurrent folds is limited.
 */
final class Folds {

    /** Maximum number of concurrent folds: more than processors, since folding waits for the database; few enough for any heap. */
    private static final int AT_ONCE = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final long bytes;
    private final AtomicLong held = new AtomicLong();
    private final Semaphore folding = new Semaphore(AT_ONCE, true);
    private final Map<String, OpenConversation> recentlyUsed = new LinkedHashMap<>(64, 0.75f, true);

    Folds(long bytes) {
        this.bytes = bytes;
    }

    void used(OpenConversation conversation) {
        synchronized (recentlyUsed) {
            recentlyUsed.put(conversation.id(), conversation);
        }
    }

    void forget(OpenConversation conversation) {
        synchronized (recentlyUsed) {
            recentlyUsed.remove(conversation.id(), conversation);
        }
    }

    /** Records that a fold has grown by this many bytes; negative if it has shrunk. */
    void grew(long by) {
        held.addAndGet(by);
    }

    /** Bytes that one fold may take: a sixteenth of the limit for all. */
    long largest() {
        return bytes / 16;
    }

    /** Estimated bytes of all folds. */
    long held() {
        return held.get();
    }

    /**
     * Folds as soon as fewer than the maximum number of folds are in progress.
     *
     * @throws ConversationLog.Overloaded if that takes more than ten seconds
     */
    <T> T fold(Supplier<T> work) {
        try {
            if (!folding.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ConversationLog.Overloaded();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConversationLog.Overloaded();
        }
        try {
            return work.get();
        } finally {
            folding.release();
        }
    }

    /**
     * Drops folds until the rest fits.
     *
     * @param forgotten called with each conversation of which nothing has to be held any more
     */
    void trim(Consumer<OpenConversation> forgotten) {
        if (held.get() <= bytes) {
            return;
        }
        for (OpenConversation oldest : oldestFirst()) {
            if (held.get() <= bytes) {
                return;
            }
            if (oldest.rest()) {
                forget(oldest);
                forgotten.accept(oldest);
            }
        }
    }

    private List<OpenConversation> oldestFirst() {
        synchronized (recentlyUsed) {
            return new ArrayList<>(recentlyUsed.values());
        }
    }
}
