package clda.conversation;

import java.util.Optional;
import java.util.function.Supplier;

/** A cache that the nodes of a cluster share. It may lose anything at any time, and nobody waits for it for long. */
public interface PageCache {

    /** For nodes that share none. */
    PageCache NONE = new PageCache() {
        @Override
        public Optional<byte[]> get(String name) {
            return Optional.empty();
        }

        @Override
        public void put(String name, Supplier<byte[]> page) {}
    };

    /** What is kept under the name; empty if nothing is, or the cache is away. */
    Optional<byte[]> get(String name);

    /** Keeps it for a while, if the cache is there; only then is it made. */
    void put(String name, Supplier<byte[]> page);
}
