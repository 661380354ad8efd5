package clda.relay;

import clda.conversation.TextDelta;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers the messages that this node writes: a message that is begun, or begun anew, gets a number that is higher than all
 * before it. Safe for use by many threads.
 */
final class Attempts {

    /** More conversations than have turns at the same time; those without an end here are forgotten at last. */
    private static final int MAX = 20_000;

    private final AtomicLong last = new AtomicLong();
    private final Map<String, Long> current = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX;
        }
    });

    /** The number of the message that the piece belongs to. */
    long of(String conversationId, TextDelta delta) {
        if (delta.index() == 0) {
            long next = last.incrementAndGet();
            current.put(conversationId, next);
            return next;
        }
        return of(conversationId);
    }

    /** The number of the message that is being written. */
    long of(String conversationId) {
        return current.computeIfAbsent(conversationId, id -> last.incrementAndGet());
    }

    void forget(String conversationId) {
        current.remove(conversationId);
    }
}
