package clda.store.jpa;

import clda.store.Busy;
import clda.store.CommitWatcher;
import clda.store.Fenced;
import clda.store.Membership;
import clda.store.Rejected;
import clda.store.Restored;
import clda.store.StoreState;
import clda.store.WentBack;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

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
    private static final long LONGEST_END_MILLIS = 10_000;

    private final Node node;
    private final WriteQueue queue = new WriteQueue();
    private final Availability availability;
    private final StartingOver startingOver;
    private final Solitude solitude;
    private final OwnLease lease;
    private final GroupCommit commits;
    private final CommittedReads reads;
    private final Lookout lookout;

    /** The epoch under which this process joined first. */
    private final long firstEpoch;

    private final Restored restored;

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
        this.node = node;
        this.availability = new Availability(factory, queue);
        this.startingOver = new StartingOver(threads);
        this.solitude = new Solitude(node.unnoticed());
        this.lease = new OwnLease(node.lease());
        OtherNodes others = new OtherNodes(factory, transactions);
        this.commits = new GroupCommit(
                queue, availability, transactions, names, node, lease, others, solitude, startingOver, threads);
        this.reads = new CommittedReads(factory, availability, commits);
        this.lookout = new Lookout(commits, queue, availability, others, solitude, node, lease, threads);
        commits.start();
        try {
            commits.join();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        this.firstEpoch = commits.epoch();
        this.restored = read(JpaStore::restored);
        lookout.start();
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
        commits.write(writes);
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
        return reads.read(query);
    }

    /**
     * Reads like {@link #read}, but does not wait until a database that is away is back.
     *
     * @return empty if it is away, or turns out to be
     * @throws Busy if it took too long
     */
    public <T> Optional<T> readIfThere(Function<EntityManager, T> query) {
        return reads.readIfThere(query);
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
        return availability.isAway();
    }

    /** The database's own time, in milliseconds since 1970. */
    public long now() {
        return read(entities -> ((Number) entities.createNativeQuery("select now from store_clock")
                        .getSingleResult())
                .longValue());
    }

    /** Asks the database now; one that does not answer is away from then on. */
    public boolean answers() {
        return availability.answers();
    }

    /**
     * Takes part in the transaction that is being written by this thread, as a tool does whose effect belongs to it.
     *
     * @throws IllegalStateException outside such a transaction
     */
    public <T> T inTransaction(Function<EntityManager, T> work) {
        EntityManager entities = commits.transaction();
        if (entities == null) {
            throw new IllegalStateException("no transaction is being written by this thread");
        }
        return work.apply(entities);
    }

    /** Takes part in the transaction that is being written by this thread, or else writes one of its own. */
    public <T> T joining(Function<EntityManager, T> work) {
        if (commits.transaction() != null) {
            return inTransaction(work);
        }
        // A transaction that fails is written again; what came of it the last time counts.
        List<T> results = new ArrayList<>();
        write((JpaWrite) entities -> results.add(work.apply(entities)));
        return results.getLast();
    }

    /**
     * Says to the other nodes whose turns this one runs, now and whenever it joins anew. Until then it runs nobody's.
     *
     * @param arm one word, which they find in the row of this node
     */
    public void announce(String arm) {
        commits.announce(arm);
    }

    /** @param watcher is notified of all commits from now on, and replaces any earlier one */
    public void watch(CommitWatcher watcher) {
        commits.watch(watcher);
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
        return !availability.isClosed() && (commits.hasEnded() || lease.isStuck());
    }

    @Override
    public long epoch() {
        return commits.epoch();
    }

    @Override
    public JpaWrite requires(long epoch) {
        return entities -> {
            if (commits.epoch() != epoch) {
                throw new Fenced("another node has taken over from this one since epoch " + epoch);
            }
        };
    }

    @Override
    public boolean holds(long epoch) {
        return commits.epoch() == epoch && lease.holds();
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
    public String history() {
        String line = commits.line();
        return line.isEmpty()
                ? ""
                : line + "|" + restored.times() + "|" + restored.last().toEpochMilli();
    }

    @Override
    public Restored restored() {
        return restored;
    }

    private static Restored restored(EntityManager entities) {
        Object[] row = (Object[])
                entities.createNativeQuery("select count(*), coalesce(max(restored_at), 0) from store_restored")
                        .getSingleResult();
        return new Restored(((Number) row[0]).intValue(), Instant.ofEpochMilli(((Number) row[1]).longValue()));
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

    @Override
    public void close() {
        if (availability.isClosed()) {
            return;
        }
        availability.close();
        commits.interrupt();
        lookout.interrupt();
        try {
            commits.awaitEnd(LONGEST_END_MILLIS);
            lookout.awaitEnd(LONGEST_END_MILLIS);
            if (!away()) {
                commits.leave();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the mark of this store stays in the database", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.refuse(Availability::closed);
        availability.giveUp();
    }
}
