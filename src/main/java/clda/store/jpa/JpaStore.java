package clda.store.jpa;

import clda.store.Busy;
import clda.store.CommitWatcher;
import clda.store.Fenced;
import clda.store.Membership;
import clda.store.Rejected;
import clda.store.StoreState;
import clda.store.WentBack;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: the writes of all threads go through one thread, which puts those that wait into one transaction, with one
 * commit and one fsync for many. {@link #write} returns when the commit has.
 *
 * <p>While the database is away or full, reads and writes wait for it; each write is then carried out once, also when its
 * commit had been asked for and the answer was lost. Callers that cannot wait check {@link #away} first.
 *
 * <p>The store is also this node's membership among those that share the database: each commit renews its lease, and an idle
 * node commits nothing just for that. It looks out for nodes whose lease has ended and fences them.
 */
public final class JpaStore implements StoreState, Membership, AutoCloseable {

    private static final Logger LOG = System.getLogger(JpaStore.class.getName());
    private static final int MOST_IN_ONE_COMMIT = 128;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;
    private static final int MOST_JOINS = 10;
    private static final int MOST_BUSY = 2;
    private static final long BUSY_PATIENCE_NANOS = 3_000_000_000L;
    private static final int LEASES_UNTIL_STUCK = 5;
    /** Four less than the pools of {@code server-config} have connections. */
    private static final int READERS_AT_ONCE = 12;

    private static final Duration READERS_PATIENCE = Duration.ofSeconds(10);

    private record Waiting(List<? extends JpaWrite> writes, CompletableFuture<Void> done) {}

    private final EntityManagerFactory factory;
    private final Transactions transactions;
    private final Supplier<String> names;
    private final Node node;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final ThreadLocal<@Nullable EntityManager> current = new ThreadLocal<>();
    private final Readers readers = new Readers(READERS_AT_ONCE, READERS_PATIENCE);
    private final Thread writer;
    private final Thread lookout;
    private volatile CommitMark mark;
    /** When the transaction began that renewed the lease last, by {@link System#nanoTime}. */
    private volatile long renewedAt;

    /** The epoch under which this process joined first. */
    private final long firstEpoch;

    private final Solitude solitude;
    /** When the row of this node was committed that others see; by {@link System#nanoTime}, of the writing thread. */
    private long joinedAt;

    /** Whether all others know of this node by now; of the writing thread. */
    private boolean noticed;

    /** Completed when the database is available again; null while it is available. */
    private volatile @Nullable CompletableFuture<Void> back;

    private volatile boolean closed;

    /** The highest epoch that this node has seen, its own or another's. */
    private volatile long highestEpoch;

    private final StartingOver startingOver;
    private volatile CommitWatcher watcher = (took, together) -> {};
    /** When this node first failed to renew its lease although the database was there; null while it can. */
    private volatile @Nullable Long failingSince;

    /**
     * Joins.
     *
     * @param names names that no writer ever had
     * @param threads makes the writing thread; in a server, one that carries the application's context
     */
    public JpaStore(
            EntityManagerFactory factory,
            Transactions transactions,
            Supplier<String> names,
            Node node,
            ThreadFactory threads) {
        this.factory = factory;
        this.transactions = transactions;
        this.names = names;
        this.node = node;
        this.startingOver = new StartingOver(threads);
        this.solitude = new Solitude(node.unnoticed());
        this.mark = new CommitMark(names.get(), node, 0);
        this.writer = threads.newThread(this::writeUntilClosed);
        this.lookout = threads.newThread(this::lookOutUntilClosed);
        writer.start();
        try {
            join();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        this.firstEpoch = mark.epoch();
        lookOut();
        lookout.start();
    }

    /** Two nodes that join at the same moment want the same epoch; one of them tries again. */
    private void join() {
        for (int attempt = 1; !mark.joined(); attempt++) {
            try {
                write(List.of());
            } catch (PersistenceException e) {
                if (attempt == MOST_JOINS) {
                    throw e;
                }
            }
        }
    }

    /**
     * Carries out the writes in one transaction, perhaps together with those of others.
     *
     * @throws PersistenceException if it did not commit
     * @throws Rejected if one of the writes says so; the others of the same call were not carried out either
     * @throws Fenced if another node has taken over from this one, or the database has gone back
     * @throws Busy if it took too long, and nothing was done
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

    /**
     * Reads outside any transaction: sees committed data and blocks no one.
     *
     * @throws Busy if it took too long
     */
    public <T> T read(Function<EntityManager, T> query) {
        while (true) {
            try {
                return readInTurn(query);
            } catch (RuntimeException e) {
                await(outageShownBy(e));
            }
        }
    }

    /**
     * Reads like {@link #read}, but does not wait until a database that is away is back.
     *
     * @return empty if it is away, or turns out to be
     * @throws Busy if it took too long
     */
    public <T> Optional<T> readIfThere(Function<EntityManager, T> query) {
        if (away()) {
            return Optional.empty();
        }
        try {
            return Optional.of(readInTurn(query));
        } catch (RuntimeException e) {
            outageShownBy(e);
            return Optional.empty();
        }
    }

    /**
     * What ends when the database is back, if a read failed because it is away.
     *
     * @throws Busy if the read took too long
     * @throws RuntimeException the failure itself, if it is another one
     */
    private CompletableFuture<Void> outageShownBy(RuntimeException failure) {
        if (failure instanceof Busy) {
            CompletableFuture<Void> awaited = back;
            if (awaited == null) {
                throw failure;
            }
            return awaited;
        }
        if (Outage.isBusy(failure)) {
            throw new Busy(failure);
        }
        if (closed || !isOutage(failure)) {
            throw failure;
        }
        return noticeOutage(failure);
    }

    /** @param watcher is notified of all commits from now on, and replaces any earlier one */
    public void watch(CommitWatcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public void whenItWentBack(Runnable forget) {
        startingOver.forgets(forget);
    }

    /** @param witness is told when this node has joined a database that went back anew */
    public void afterItWentBack(Consumer<WentBack> witness) {
        startingOver.tells(witness);
    }

    /**
     * Whether this node cannot take part any more and will not by itself: it has not been able to renew its lease for a while,
     * although the database is there.
     */
    public boolean isStuck() {
        Long since = failingSince;
        return !closed
                && (!writer.isAlive()
                        || since != null
                                && System.nanoTime() - since
                                        > node.lease()
                                                .multipliedBy(LEASES_UNTIL_STUCK)
                                                .toNanos());
    }

    /** What the writing thread reads belongs to what it writes, which nobody is to wait for. */
    private <T> T readInTurn(Function<EntityManager, T> query) {
        return current.get() == null ? readers.inTurn(() -> readNow(query)) : readNow(query);
    }

    private <T> T readNow(Function<EntityManager, T> query) {
        try (EntityManager entities = factory.createEntityManager()) {
            return query.apply(entities);
        }
    }

    /**
     * Whether a table has rows, and all of them fulfil the condition.
     *
     * @param condition SQL of this application, never of anyone else
     */
    public boolean hasOnly(String table, String condition) {
        return !read(entities -> entities.createNativeQuery("select 1 from " + table + " where " + condition
                                + " and not exists (select 1 from " + table + " where not (" + condition + ")) limit 1")
                        .getResultList())
                .isEmpty();
    }

    @Override
    public boolean away() {
        return back != null;
    }

    /** The database's own time, in milliseconds since 1970. */
    public long now() {
        return read(entities -> ((Number) entities.createNativeQuery("select now from store_clock")
                        .getSingleResult())
                .longValue());
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
     * @throws IllegalStateException outside such a transaction
     */
    public <T> T inTransaction(Function<EntityManager, T> work) {
        EntityManager entities = current.get();
        if (entities == null) {
            throw new IllegalStateException("no transaction is being written by this thread");
        }
        return work.apply(entities);
    }

    /** Takes part in the transaction that is being written by this thread, or else writes one of its own. */
    public <T> T joining(Function<EntityManager, T> work) {
        if (current.get() != null) {
            return inTransaction(work);
        }
        // A transaction that fails is written again; what came of it the last time counts.
        List<T> results = new ArrayList<>();
        write((JpaWrite) entities -> results.add(work.apply(entities)));
        return results.getLast();
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
        if (startingOver.now()) {
            fail(batch, wentBack());
            return;
        }
        if (!noticed && batch.stream().anyMatch(waiting -> !waiting.writes.isEmpty())) {
            awaitNotice();
        }
        boolean unanswered = false;
        long began = System.nanoTime();
        Map<Waiting, Rejected> rejected = new IdentityHashMap<>();
        for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause)) {
            try {
                transactions.run(entities -> {
                    mark.advance(entities);
                    // From here on it is this attempt that may have been committed, not the one before.
                    rejected.clear();
                    current.set(entities);
                    try {
                        batch.forEach(waiting -> carryOut(waiting, entities, rejected));
                    } finally {
                        current.remove();
                    }
                });
                committed(batch, rejected, began);
                return;
            } catch (CommitMark.AlreadyCommitted e) {
                committed(batch, rejected, began);
                return;
            } catch (CommitMark.Gone e) {
                LOG.log(Level.WARNING, "another node has taken over from this one, which joins anew");
                joinAnew();
                queue.add(beat());
                fail(batch, new Fenced("another node has taken over from this one"));
                return;
            } catch (CommitMark.Elsewhere e) {
                startOver(e.what());
                fail(batch, wentBack());
                return;
            } catch (RuntimeException | Error e) {
                unanswered |= e instanceof Transactions.CommitUnanswered;
                if (!closed && e instanceof CommitMark.Replaced) {
                    notRenewed(e);
                    noticeOutage(e);
                    sleep(pause);
                } else if (!closed && (e instanceof Transactions.CommitUnanswered || isOutage(e))) {
                    noticeOutage(e);
                    sleep(pause);
                } else if (Outage.isBusy(e) && (unanswered || batch.size() == 1)) {
                    if (closed || System.nanoTime() - began > BUSY_PATIENCE_NANOS) {
                        fail(batch, new Busy(e));
                        return;
                    }
                    sleep(pause);
                } else if (unanswered || batch.size() == 1) {
                    if (batch.stream().allMatch(waiting -> waiting.writes.isEmpty())) {
                        notRenewed(e);
                    }
                    // A batch that may have been committed is not split: its mark stands for the whole batch.
                    fail(batch, e);
                    return;
                } else {
                    // One of them caused the failure; committed separately, the others succeed.
                    commitApart(batch);
                    return;
                }
            }
        }
    }

    /**
     * A node that believed itself alone may not have seen yet that this one has joined. Until it has, it takes what it knows for
     * current, so that nothing may be written.
     */
    private void awaitNotice() {
        if (!mark.joined()) {
            commit(List.of(beat()));
        }
        try {
            if (mark.joined() && !others(mark.epoch()).isEmpty()) {
                long known = joinedAt + node.unnoticed().toNanos();
                for (long left; (left = known - System.nanoTime()) > 0; ) {
                    sleep(Duration.ofNanos(left).toMillis() + 1);
                }
            }
            noticed = mark.joined();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "cannot look for other nodes now", e);
        }
    }

    /** If several after each other find the database busy, the others do not wait for it as long one by one. */
    private void commitApart(List<Waiting> batch) {
        int busy = 0;
        for (Waiting waiting : batch) {
            if (busy == MOST_BUSY) {
                fail(List.of(waiting), new Busy(null));
            } else {
                commit(List.of(waiting));
                busy = foundBusy(waiting) ? busy + 1 : 0;
            }
        }
    }

    private static boolean foundBusy(Waiting waiting) {
        return waiting.done.isCompletedExceptionally() && waiting.done.exceptionNow() instanceof Busy;
    }

    private static void fail(List<Waiting> batch, Throwable why) {
        batch.forEach(waiting -> waiting.done.completeExceptionally(why));
    }

    /** An empty transaction that only renews the lease. */
    private static Waiting beat() {
        return new Waiting(List.of(), new CompletableFuture<>());
    }

    private static Fenced wentBack() {
        return new Fenced("the database has gone back; what was decided on it is void");
    }

    private void joinAnew() {
        noticed = false;
        solitude.ends();
        mark = new CommitMark(names.get(), node, highestEpoch);
    }

    /** Joins under a higher epoch once everything is dropped that was known of the database as it was. */
    private void startOver(WentBack what) {
        joinAnew();
        startingOver.begin(what, this::join);
        isBack();
    }

    private void notRenewed(Throwable why) {
        if (failingSince == null) {
            failingSince = System.nanoTime();
            LOG.log(Level.ERROR, "the lease of this node cannot be renewed", why);
        }
    }

    private static void carryOut(Waiting waiting, EntityManager entities, Map<Waiting, Rejected> rejected) {
        boolean first = true;
        for (JpaWrite write : waiting.writes) {
            try {
                write.in(entities);
            } catch (Rejected e) {
                if (!first) {
                    throw e;
                }
                rejected.put(waiting, e);
                return;
            }
            first = false;
        }
    }

    private void committed(List<Waiting> batch, Map<Waiting, Rejected> rejected, long began) {
        if (!mark.joined()) {
            joinedAt = System.nanoTime();
        }
        mark.committed();
        renewedAt = began;
        failingSince = null;
        highestEpoch = Math.max(highestEpoch, mark.epoch());
        isBack();
        watcher.committed(Duration.ofNanos(System.nanoTime() - began), batch.size());
        batch.forEach(waiting -> {
            Rejected why = rejected.get(waiting);
            if (why == null) {
                waiting.done.complete(null);
            } else {
                waiting.done.completeExceptionally(why);
            }
        });
    }

    private void isBack() {
        CompletableFuture<Void> awaited = back;
        if (awaited != null) {
            back = null;
            awaited.complete(null);
            LOG.log(Level.INFO, "the database is back");
        }
    }

    @Override
    public long epoch() {
        return mark.epoch();
    }

    @Override
    public JpaWrite requires(long epoch) {
        return entities -> {
            if (mark.epoch() != epoch) {
                throw new Fenced("another node has taken over from this one since epoch " + epoch);
            }
        };
    }

    @Override
    public boolean holds(long epoch) {
        return mark.epoch() == epoch
                && System.nanoTime() - renewedAt < node.lease().toNanos();
    }

    @Override
    public boolean mayStillRun(long epoch) {
        if (epoch >= firstEpoch) {
            return true;
        }
        List<?> names = read(entities -> entities.createNativeQuery("select node from engine_start where epoch = ?1")
                .setParameter(1, epoch)
                .getResultList());
        return !names.contains(node.name());
    }

    @Override
    public long solitude() {
        return solitude.at(System.nanoTime(), !away());
    }

    @Override
    public Set<Long> alive() {
        return read(entities -> {
            Set<Long> epochs = new HashSet<>();
            for (Object epoch :
                    entities.createNativeQuery("select epoch from store_writer").getResultList()) {
                epochs.add(((Number) epoch).longValue());
            }
            return epochs;
        });
    }

    private void lookOutUntilClosed() {
        while (!closed) {
            sleep(node.beat().toMillis());
            if (closed || away()) {
                continue;
            }
            if (System.nanoTime() - renewedAt > node.beat().toNanos()) {
                queue.add(beat());
            }
            try {
                lookOut();
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "cannot look for other nodes now", e);
            }
        }
    }

    /** Fences the nodes whose lease has expired, and records whether others are alive. */
    private void lookOut() {
        long ownEpoch = mark.epoch();
        long began = System.nanoTime();
        List<?> others = others(ownEpoch);
        boolean nobodyElse = true;
        for (Object other : others) {
            Object[] row = (Object[]) other;
            highestEpoch = Math.max(highestEpoch, ((Number) row[1]).longValue());
            if (((Number) row[2]).longValue() >= 0) {
                nobodyElse = false;
            } else {
                fence((String) row[0], ((Number) row[1]).longValue());
            }
        }
        solitude.looked(began, System.nanoTime(), nobodyElse && mark.epoch() == ownEpoch);
    }

    /** Writer, epoch and milliseconds left of the lease of each other node. */
    private List<?> others(long ownEpoch) {
        return readNow(entities -> entities.createNativeQuery("select w.writer, w.epoch, w.alive_until - c.now"
                        + " from store_writer w, store_clock c where w.epoch <> ?1")
                .setParameter(1, ownEpoch)
                .getResultList());
    }

    /** In a transaction of its own: it may have to wait for one that the other node left open when it stopped. */
    private void fence(String other, long epoch) {
        transactions.run(entities -> {
            int fenced = entities.createNativeQuery("delete from store_writer where writer = ?1"
                            + " and alive_until < (select c.now from store_clock c)")
                    .setParameter(1, other)
                    .executeUpdate();
            if (fenced == 1) {
                LOG.log(Level.WARNING, "the node of epoch {0} has not renewed its lease and is fenced", epoch);
            }
        });
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
            queue.add(beat());
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
        if (closed) {
            return;
        }
        closed = true;
        writer.interrupt();
        lookout.interrupt();
        try {
            writer.join(10_000);
            lookout.join(10_000);
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
