package clda.store.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
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
 */
public final class JpaStore implements AutoCloseable {

    private static final int MOST_IN_ONE_COMMIT = 128;

    private record Waiting(List<? extends JpaWrite> writes, CompletableFuture<Void> done) {}

    private final EntityManagerFactory factory;
    private final Transactions transactions;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final ThreadLocal<@Nullable EntityManager> current = new ThreadLocal<>();
    private final Thread writer;
    private volatile boolean closed;

    /** @param threads makes the writing thread; in a server, one that carries the application's context */
    public JpaStore(EntityManagerFactory factory, Transactions transactions, ThreadFactory threads) {
        this.factory = factory;
        this.transactions = transactions;
        this.writer = threads.newThread(this::writeUntilClosed);
        writer.start();
    }

    /**
     * Carries out the writes in one transaction, perhaps together with those of others.
     *
     * @throws jakarta.persistence.PersistenceException if it did not commit
     */
    public void write(List<? extends JpaWrite> writes) {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
        Waiting waiting = new Waiting(writes, new CompletableFuture<>());
        queue.add(waiting);
        try {
            waiting.done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    public void write(JpaWrite write) {
        write(List.of(write));
    }

    /** Reads outside of any transaction: what is committed, without holding anyone up. */
    public <T> T read(Function<EntityManager, T> query) {
        try (EntityManager entities = factory.createEntityManager()) {
            return query.apply(entities);
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
        try {
            transactions.run(entities -> {
                current.set(entities);
                try {
                    batch.forEach(waiting -> waiting.writes.forEach(write -> write.in(entities)));
                } finally {
                    current.remove();
                }
            });
            batch.forEach(waiting -> waiting.done.complete(null));
        } catch (RuntimeException | Error e) {
            if (batch.size() == 1) {
                batch.getFirst().done.completeExceptionally(e);
            } else {
                // One of them is at fault; alone, the others succeed.
                batch.forEach(waiting -> commit(List.of(waiting)));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        writer.interrupt();
        try {
            writer.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Waiting> left = new ArrayList<>();
        queue.drainTo(left);
        left.forEach(waiting -> waiting.done.completeExceptionally(new IllegalStateException("the store is closed")));
    }
}
