package clda.conversation;

import clda.kit.memory.MemoryImages;
import clda.kit.memory.MemoryStore;
import clda.store.Write;
import java.util.concurrent.atomic.AtomicInteger;

class MemoryImagesTest extends ImageStoreContract {

    private final ImageStore images = new MemoryImages();
    private final MemoryStore store = new MemoryStore();
    private final AtomicInteger conversations = new AtomicInteger();

    @Override
    ImageStore images() {
        return images;
    }

    @Override
    String conversation() {
        return "c" + conversations.incrementAndGet();
    }

    @Override
    void write(Write write) {
        store.carriesOut(write);
    }

    @Override
    void close() {
        // Nothing is open.
    }
}
