package clda.audit;

import clda.kit.memory.MemoryStore;
import clda.kit.memory.MemoryTrail;
import clda.store.Write;

class MemoryTrailTest extends AuditContract {

    private MemoryStore store = new MemoryStore();
    private AuditTrail trail = new MemoryTrail(store);

    @Override
    AuditTrail trail() {
        return trail;
    }

    @Override
    void write(Write write) {
        store.carriesOut(write);
    }

    @Override
    void restart() {
        store = store.after(store.commits());
        trail = new MemoryTrail(store);
    }

    @Override
    void close() {
        // Nothing is open.
    }
}
