package clda.store.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database can be used now. Any thread may notice that it is away; from then on the writing thread tries until it
 * has committed something, and whoever needs the database waits for that. A closed store waits for nothing any more.
 */
final class Availability {

    private static final Logger LOG = System.getLogger(Availability.class.getName());

    private final EntityManagerFactory factory;
    private final WriteQueue queue;

    /**
     * Completed when the database is available again; null while it is available. Set by any thread under the lock of this
     * object, cleared by the writing thread without it.
     */
    private volatile @Nullable CompletableFuture<Void> back;

    private volatile boolean closed;

    Availability(EntityManagerFactory factory, WriteQueue queue) {
        this.factory = factory;
        this.queue = queue;
    }

    boolean isAway() {
        return back != null;
    }

    /** What ends when the database is back; null if it is not away. */
    @Nullable
    CompletableFuture<Void> awaited() {
        return back;
    }

    /** Asks the database now; one that does not answer is away from then on. */
    boolean answers() {
        try (EntityManager entities = factory.createEntityManager()) {
            entities.createNativeQuery("select 1").getSingleResult();
            return true;
        } catch (RuntimeException e) {
            if (!closed) {
                noticeOutage(e);
            }
            return false;
        }
    }

    /** A failure that does not look like an outage is one all the same if the database does not answer a question either. */
    boolean isOutage(Throwable failure) {
        return Outage.shownBy(failure) || !answers();
    }

    /**
     * From now on the writing thread tries until it has committed something, if only its mark.
     *
     * @return what ends when the database is back
     */
    synchronized CompletableFuture<Void> noticeOutage(Throwable failure) {
        CompletableFuture<Void> awaited = back;
        if (awaited == null) {
            LOG.log(Level.WARNING, "the database is away: {0}", failure.getMessage());
            awaited = new CompletableFuture<>();
            back = awaited;
            queue.beat();
        }
        return awaited;
    }

    /** To be called by the writing thread once it has reached the database. */
    void isBack() {
        CompletableFuture<Void> awaited = back;
        if (awaited != null) {
            back = null;
            awaited.complete(null);
            LOG.log(Level.INFO, "the database is back");
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** From now on nothing new is begun, and the threads of the store end. */
    void close() {
        closed = true;
    }

    /** Releases those who still wait for the database, once the threads of the store have ended. */
    void giveUp() {
        CompletableFuture<Void> awaited = back;
        if (awaited != null) {
            awaited.completeExceptionally(closed());
        }
    }

    static IllegalStateException closed() {
        return new IllegalStateException("the store is closed");
    }
}
