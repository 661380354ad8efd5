package clda.budget;

import clda.kit.memory.MemoryStore;
import clda.kit.memory.MemoryUsageBook;
import clda.store.Write;

class MemoryUsageBookTest extends UsageBookContract {

    private final UsageBook book = new MemoryUsageBook();
    private final MemoryStore store = new MemoryStore();

    @Override
    UsageBook book() {
        return book;
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
