package clda.web;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue of messages to one client, with one send in progress at a time. Meanwhile, waiting pieces of one message
 * are merged, so that a slow client gets fewer and longer pieces. A client that is still too slow is dropped.
 *
 * @param <T> what is sent
 */
public final class OutboundQueue<T> {

    /** Sends one item and then reports whether that succeeded; must not block. */
    public interface Sender<T> {
        void send(T item, Consumer<@Nullable Throwable> sent);
    }

    /** Merges two items into one; null if they cannot be merged. */
    public interface Merger<T> {
        @Nullable
        T merge(T earlier, T later);
    }

    private final Sender<T> sender;
    private final Merger<T> merger;
    private final Runnable tooSlow;
    private final int capacity;
    private final Deque<T> waiting = new ArrayDeque<>();
    private boolean sending;
    private boolean closed;

    /** @param tooSlow called once, when more than {@code capacity} items wait */
    public OutboundQueue(int capacity, Sender<T> sender, Merger<T> merger, Runnable tooSlow) {
        this.capacity = capacity;
        this.sender = sender;
        this.merger = merger;
        this.tooSlow = tooSlow;
    }

    public void add(T item) {
        boolean overflow = false;
        synchronized (this) {
            if (closed) {
                return;
            }
            T last = waiting.peekLast();
            T merged = last == null ? null : merger.merge(last, item);
            if (merged != null) {
                waiting.pollLast();
                waiting.addLast(merged);
            } else {
                waiting.addLast(item);
            }
            if (waiting.size() > capacity) {
                closed = true;
                waiting.clear();
                overflow = true;
            }
        }
        if (overflow) {
            tooSlow.run();
        } else {
            sendNext();
        }
    }

    private void sendNext() {
        T next;
        synchronized (this) {
            if (sending || closed || waiting.isEmpty()) {
                return;
            }
            sending = true;
            next = waiting.pollFirst();
        }
        sender.send(next, failure -> {
            synchronized (this) {
                sending = false;
                if (failure != null) {
                    closed = true;
                    waiting.clear();
                }
            }
            sendNext();
        });
    }

    /** Discards waiting items; nothing more is sent. */
    public synchronized void close() {
        closed = true;
        waiting.clear();
    }
}
