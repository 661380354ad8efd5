package clda.store.jpa;

import clda.store.Rejected;
import jakarta.persistence.EntityManager;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The writes of several callers that go into one commit. Used by the writing thread alone. */
final class Batch {

    private final List<Waiting> all;
    /** Those that the latest attempt rejected, so that they fail although the others are committed. */
    private final Map<Waiting, Rejected> rejected = new IdentityHashMap<>();

    Batch(List<Waiting> all) {
        this.all = all;
    }

    static Batch of(Waiting waiting) {
        return new Batch(List.of(waiting));
    }

    List<Waiting> all() {
        return all;
    }

    int size() {
        return all.size();
    }

    /** Whether nothing is written, so that the commit only renews the lease. */
    boolean isEmpty() {
        return all.stream().allMatch(Waiting::isEmpty);
    }

    void carryOut(EntityManager entities) {
        // From here on it is this attempt that may have been committed, not the one before.
        rejected.clear();
        for (Waiting waiting : all) {
            Rejected why = waiting.carryOut(entities);
            if (why != null) {
                rejected.put(waiting, why);
            }
        }
    }

    /** The latest attempt was committed. */
    void succeed() {
        all.forEach(waiting -> {
            Rejected why = rejected.get(waiting);
            if (why == null) {
                waiting.succeed();
            } else {
                waiting.fail(why);
            }
        });
    }

    void fail(Throwable why) {
        all.forEach(waiting -> waiting.fail(why));
    }
}
