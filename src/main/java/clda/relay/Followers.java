package clda.relay;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Which other nodes have readers of which conversations. A node that does not say so again is forgotten after a while. */
final class Followers {

    private final Duration validity;
    private final LongSupplier nanos;
    private final Map<String, Map<String, Long>> until = new ConcurrentHashMap<>();

    Followers(Duration validity, LongSupplier nanos) {
        this.validity = validity;
        this.nanos = nanos;
    }

    void follows(String node, String conversationId) {
        long end = nanos.getAsLong() + validity.toNanos();
        until.compute(conversationId, (id, nodes) -> {
            Map<String, Long> some = nodes == null ? new ConcurrentHashMap<>() : nodes;
            some.put(node, end);
            return some;
        });
    }

    /** The nodes that have readers of the conversation. */
    Set<String> of(String conversationId) {
        Map<String, Long> nodes = until.get(conversationId);
        return nodes == null ? Set.of() : nodes.keySet();
    }

    void forget(String conversationId) {
        until.remove(conversationId);
    }

    /** Forgets the nodes that have not said it again. */
    void forgetSilent() {
        long now = nanos.getAsLong();
        for (String conversationId : until.keySet()) {
            until.computeIfPresent(conversationId, (id, nodes) -> {
                nodes.values().removeIf(end -> end - now <= 0);
                return nodes.isEmpty() ? null : nodes;
            });
        }
    }
}
