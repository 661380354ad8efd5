package clda.store.jpa;

import clda.store.Busy;
import clda.store.Rejected;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The writes of one caller, which waits until they have been committed together. */
final class Waiting {

    private final List<? extends JpaWrite> writes;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Waiting(List<? extends JpaWrite> writes) {
        this.writes = writes;
    }

    /** An empty transaction that only renews the lease; nobody waits for it. */
    static Waiting beat() {
        return new Waiting(List.of());
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }

    /** @return why nothing was done; null if everything was */
    @Nullable
    Rejected carryOut(EntityManager entities) {
        boolean first = true;
        for (JpaWrite write : writes) {
            try {
                write.in(entities);
            } catch (Rejected e) {
                if (!first) {
                    throw e;
                }
                return e;
            }
            first = false;
        }
        return null;
    }

    void succeed() {
        done.complete(null);
    }

    void fail(Throwable why) {
        done.completeExceptionally(why);
    }

    boolean foundBusy() {
        return done.isCompletedExceptionally() && done.exceptionNow() instanceof Busy;
    }

    /** Blocks until the writes have been committed; throws what they failed with. */
    void awaitCommit() {
        await(done);
    }

    /** Blocks until it is done; throws the failure itself rather than one that wraps it. */
    static void await(CompletableFuture<Void> done) {
        try {
            done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
