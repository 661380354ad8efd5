package clda.memory;

import clda.kit.memory.MemoryFacts;
import clda.kit.memory.MemoryStore;
import clda.store.Write;

class MemoryFactsTest extends FactBookContract {

    private final FactBook book = new MemoryFacts();
    private final MemoryStore store = new MemoryStore();

    @Override
    FactBook book() {
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
