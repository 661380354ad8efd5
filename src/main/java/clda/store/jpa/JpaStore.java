package clda.store.jpa;

import clda.store.StoreState;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes of all threads go through one thread, which puts those that wait into one transaction: one commit, one fsync,
 * for many (group commit). {@link #write} returns when the commit has.
 *
 * <p>While the database is away or full, reads and writes wait for it; each write is then carried out once, also when its
 * commit had been asked for and the answer was lost. Who cannot wait asks {@link #away} first.
 */
public final class JpaStore implements StoreState, AutoCloseable {

    private static final Logger LOG = System.getLogger(JpaStore.class.getName());
    private static final int MOST_IN_ONE_COMMIT = 128;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private record Waiting(List<? extends JpaWrite> writes, CompletableFuture<Void> done) {}

    private final EntityManagerFactory factory;
    private final Transactions transactions;
    private final CommitMark mark;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final ThreadLocal<@Nullable EntityManager> current = new ThreadLocal<>();
    private final Thread writer;
    /** Completed when the database is back; null while it is there. */
    private volatile @Nullable CompletableFuture<Void> back;

    private volatile boolean closed;

    /**
     * @param name of this store among all that ever wrote to the database
     * @param threads makes the writing thread; in a server, one that carries the application's context
     */
    public JpaStore(EntityManagerFactory factory, Transactions transactions, String name, ThreadFactory threads) {
        this.factory = factory;
        this.transactions = transactions;
        this.mark = new CommitMark(name);
        this.writer = threads.newThread(this::writeUntilClosed);
        writer.start();
    }

    /**
     * Carries out the writes in one transaction, perhaps together with those of others.
     *
     * @throws jakarta.persistence.PersistenceException if it did not commit
     * @throws IllegalStateException if the store was closed first; then it may or may not have committed
     */
    public void write(List<? extends JpaWrite> writes) {
        if (closed) {
            throw closed();
        }
        Waiting waiting = new Waiting(writes, new CompletableFuture<>());
        queue.add(waiting);
        await(waiting.done);
    }

    public void write(JpaWrite write) {
        write(List.of(write));
    }

    /** Reads outside of any transaction: what is committed, without holding anyone up. */
    public <T> T read(Function<EntityManager, T> query) {
        while (true) {
            try {
                return readNow(query);
            } catch (RuntimeException e) {
                if (closed || !isOutage(e)) {
                    throw e;
                }
                await(noticeOutage(e));
            }
        }
    }

    private <T> T readNow(Function<EntityManager, T> query) {
        try (EntityManager entities = factory.createEntityManager()) {
            return query.apply(entities);
        }
    }

    @Override
    public boolean away() {
        return back != null;
    }

    /** Asks the database now; one that does not answer is away from then on. */
    public boolean answers() {
        try {
            readNow(entities -> entities.createNativeQuery("select 1").getSingleResult());
            return true;
        } catch (RuntimeException e) {
            if (!closed) {
                noticeOutage(e);
            }
            return false;
        }
    }

    /**
     * Takes part in the transaction that is being written by this thread, as a tool does whose effect belongs to it.
     *
     * @throws IllegalStateException outside of such a transaction
     */
    public <T> T inTransaction(Function<EntityManager, T> work) {
        EntityManager entities = current.get();
        if (entities == null) {
            throw new IllegalStateException("no transaction is being written by this thread");
        }
        return work.apply(entities);
    }

    private void writeUntilClosed() {
        List<Waiting> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            batch.clear();
            try {
                batch.add(queue.take());
            } catch (InterruptedException e) {
                continue;
            }
            queue.drainTo(batch, MOST_IN_ONE_COMMIT - 1);
            commit(batch);
        }
    }

    private void commit(List<Waiting> batch) {
        boolean unanswered = false;
        for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause)) {
            try {
                transactions.run(entities -> {
                    mark.advance(entities);
                    current.set(entities);
                    try {
                        batch.forEach(waiting -> waiting.writes.forEach(write -> write.in(entities)));
                    } finally {
                        current.remove();
                    }
                });
                committed(batch);
                return;
            } catch (CommitMark.AlreadyCommitted e) {
                committed(batch);
                return;
            } catch (RuntimeException | Error e) {
                unanswered |= e instanceof Transactions.CommitUnanswered;
                if (!closed && (e instanceof Transactions.CommitUnanswered || isOutage(e))) {
                    noticeOutage(e);
                    sleep(pause);
                } else if (unanswered || batch.size() == 1) {
                    // What may have been committed together is not tried apart: its mark stands for the whole.
                    batch.forEach(waiting -> waiting.done.completeExceptionally(e));
                    return;
                } else {
                    // One of them is at fault; alone, the others succeed.
                    batch.forEach(waiting -> commit(List.of(waiting)));
                    return;
                }
            }
        }
    }

    private void committed(List<Waiting> batch) {
        mark.committed();
        CompletableFuture<Void> awaited = back;
        if (awaited != null) {
            back = null;
            awaited.complete(null);
            LOG.log(Level.INFO, "the database is back");
        }
        batch.forEach(waiting -> waiting.done.complete(null));
    }

    /** A failure that does not look like an outage is one all the same if the database does not answer a question either. */
    private boolean isOutage(Throwable failure) {
        return Outage.shownBy(failure) || !answers();
    }

    /** From now on the writing thread tries until it has committed something, if only its mark. */
    private synchronized CompletableFuture<Void> noticeOutage(Throwable failure) {
        CompletableFuture<Void> awaited = back;
        if (awaited == null) {
            LOG.log(Level.WARNING, "the database is away: {0}", failure.getMessage());
            awaited = new CompletableFuture<>();
            back = awaited;
            queue.add(new Waiting(List.of(), new CompletableFuture<>()));
        }
        return awaited;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            // Only closing interrupts the writing thread, and it has said so.
        }
    }

    private static void await(CompletableFuture<Void> done) {
        try {
            done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the store is closed");
    }

    @Override
    public void close() {
        closed = true;
        writer.interrupt();
        try {
            writer.join(10_000);
            if (!away()) {
                transactions.run(mark::remove);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the mark of this store stays in the database", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Waiting> left = new ArrayList<>();
        queue.drainTo(left);
        left.forEach(waiting -> waiting.done.completeExceptionally(closed()));
        CompletableFuture<Void> awaited = back;
        if (awaited != null) {
            awaited.completeExceptionally(closed());
        }
    }
}
