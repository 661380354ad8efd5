package clda.security.limits;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Limits how many of a kind one user or address may have open at the same time on this node. Safe for use by many threads. */
public final class AtOnce {

    /** What is counted; the name in properties is {@link #property()}. */
    public enum Kind {
        /** Open WebSockets of a person. */
        SOCKETS("sockets.person", 200),
        /** Open WebSockets of an address, of all users together. */
        SOCKETS_OF_ADDRESS("sockets.address", 1_000),
        /** Open event streams of a person. */
        STREAMS("streams.person", 100),
        /** Images that a person is uploading. */
        UPLOADS("uploads.person", 8),
        /** Requests of an address that are being answered, streams included. */
        REQUESTS("requests.address", 1_000),
        /** Request bodies that an address is sending without a valid credential. */
        BODIES("bodies.address", 64),
        /** Request bodies that a person is sending. */
        BODIES_OF_PERSON("bodies.person", 32),
        /**
         * Request bodies that are being sent without a valid credential, from all addresses together: fewer than the server has
         * threads.
         */
        ALL_BODIES("bodies.all", 100);

        private final String property;
        private final int usual;

        Kind(String property, int usual) {
            this.property = property;
            this.usual = usual;
        }

        /** The name of the property after {@code clda.at-once.}. */
        public String property() {
            return property;
        }

        /** The default maximum. */
        public int usual() {
            return usual;
        }
    }

    /** One that is open; closing it again does nothing. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private record Key(Kind kind, String who) {}

    private final Map<Kind, Integer> max;
    private final Map<Key, Integer> open = new ConcurrentHashMap<>();
    private volatile RefusalWatcher watcher = limit -> {};

    /** @param max maximum by kind; a missing kind has its default */
    public AtOnce(Map<Kind, Integer> max) {
        this.max = Map.copyOf(max);
    }

    /** @param watcher is notified of all refusals from now on, and replaces any earlier one */
    public void watch(RefusalWatcher watcher) {
        this.watcher = watcher;
    }

    /** Empty if the maximum is already reached. */
    public Optional<Held> take(Kind kind, String who) {
        Key key = new Key(kind, who);
        int limit = max.getOrDefault(kind, kind.usual());
        AtomicBoolean taken = new AtomicBoolean();
        open.compute(key, (same, count) -> {
            int now = count == null ? 0 : count;
            taken.set(now < limit);
            return taken.get() ? Integer.valueOf(now + 1) : count;
        });
        if (!taken.get()) {
            watcher.refused("at-once." + kind.property());
            return Optional.empty();
        }
        AtomicBoolean closed = new AtomicBoolean();
        return Optional.of(() -> {
            if (!closed.getAndSet(true)) {
                open.computeIfPresent(key, (same, count) -> count == 1 ? null : Integer.valueOf(count - 1));
            }
        });
    }

    /** How many of the kind are open, of all users and addresses. */
    public int count(Kind kind) {
        int all = 0;
        for (Map.Entry<Key, Integer> each : open.entrySet()) {
            all += each.getKey().kind() == kind ? each.getValue() : 0;
        }
        return all;
    }

    /** How many are open. */
    public int count(Kind kind, String who) {
        return open.getOrDefault(new Key(kind, who), 0);
    }
}
