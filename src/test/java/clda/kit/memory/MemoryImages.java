package clda.kit.memory;

import clda.conversation.ImageStore;
import clda.store.Write;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Images in memory, of conversations that are all there. */
public final class MemoryImages implements ImageStore {

    private final Map<String, Stored> images = new LinkedHashMap<>();

    @Override
    public synchronized boolean put(String conversationId, Stored image, int max) {
        long there = images.keySet().stream()
                .filter(key -> key.startsWith(conversationId + "|"))
                .count();
        if (there >= max) {
            return false;
        }
        images.put(conversationId + "|" + image.image().id(), image);
        return true;
    }

    @Override
    public synchronized Optional<Stored> find(String conversationId, String imageId) {
        return Optional.ofNullable(images.get(conversationId + "|" + imageId));
    }

    @Override
    public Write forget(String conversationId) {
        return (MemoryStore.MemoryWrite) any -> {
            synchronized (this) {
                images.keySet().removeIf(key -> key.startsWith(conversationId + "|"));
            }
        };
    }
}
