package clda.store.jpa;

import clda.store.Busy;
import clda.store.CommitWatcher;
import clda.store.Fenced;
import clda.store.WentBack;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The writing thread: puts the writes that wait into one transaction, with one commit and one fsync for many, and tries again
 * while the database is away.
 *
 * <p>Every commit renews the lease of this node, and every attempt finds out by the {@link CommitMark} whether the node has
 * been fenced or the database has gone back. The node then joins anew under a higher epoch, and what it was writing fails.
 */
final class GroupCommit {

    private static final Logger LOG = System.getLogger(GroupCommit.class.getName());
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;
    private static final int MAX_JOINS = 10;
    private static final int MAX_BUSY = 2;
    private static final long BUSY_PATIENCE_NANOS = 3_000_000_000L;

    private final WriteQueue queue;
    private final Availability availability;
    private final Transactions transactions;
    private final Supplier<String> names;
    private final Node node;
    private final OwnLease lease;
    private final OtherNodes others;
    private final Solitude solitude;
    private final StartingOver startingOver;
    private final ThreadLocal<@Nullable EntityManager> current = new ThreadLocal<>();
    private final Announced announced = new Announced();
    private final Thread thread;

    /** Replaced by the writing thread when the node joins anew. */
    private volatile CommitMark mark;

    /** When the row of this node was committed that others see; by {@link System#nanoTime}, of the writing thread. */
    private long joinedAt;

    /** Whether all others know of this node by now; of the writing thread. */
    private boolean noticed;

    /** The highest epoch that this node has seen, its own or another's. Raised by the writing thread and by the lookout. */
    private volatile long highestEpoch;

    private volatile CommitWatcher watcher = (took, together) -> {};

    /** @param names names that no writer ever had */
    GroupCommit(
            WriteQueue queue,
            Availability availability,
            Transactions transactions,
            Supplier<String> names,
            Node node,
            OwnLease lease,
            OtherNodes others,
            Solitude solitude,
            StartingOver startingOver,
            ThreadFactory threads) {
        this.queue = queue;
        this.availability = availability;
        this.transactions = transactions;
        this.names = names;
        this.node = node;
        this.lease = lease;
        this.others = others;
        this.solitude = solitude;
        this.startingOver = startingOver;
        this.mark = new CommitMark(names.get(), node, 0, announced);
        this.thread = threads.newThread(this::writeUntilClosed);
    }

    void start() {
        thread.start();
    }

    void interrupt() {
        thread.interrupt();
    }

    void awaitEnd(long millis) throws InterruptedException {
        thread.join(millis);
    }

    /** Joins. Two nodes that join at the same moment want the same epoch; one of them tries again. */
    void join() {
        for (int attempt = 1; !mark.joined(); attempt++) {
            try {
                write(List.of());
            } catch (PersistenceException e) {
                if (attempt == MAX_JOINS) {
                    throw e;
                }
            }
        }
    }

    /** Removes the row of this node, so that nobody waits for the end of its lease; once the writing thread has ended. */
    void leave() {
        transactions.run(mark::remove);
    }

    /** Returns when the writes have been committed; see {@link JpaStore#write(List)}. */
    void write(List<? extends JpaWrite> writes) {
        if (availability.isClosed()) {
            throw Availability.closed();
        }
        Waiting waiting = new Waiting(writes);
        queue.add(waiting);
        waiting.awaitCommit();
    }

    /** The transaction that this thread is writing; null on all other threads. */
    @Nullable
    EntityManager transaction() {
        return current.get();
    }

    /** Says this of the node to the others, now and whenever it joins anew. */
    void announce(String word) {
        announced.says(word);
        write(List.of(entities -> mark.announce(entities)));
    }

    void watch(CommitWatcher watcher) {
        this.watcher = watcher;
    }

    long epoch() {
        return mark.epoch();
    }

    /** Names the history of the database in which this node writes. */
    String line() {
        return mark.line();
    }

    /** Another node has that epoch; this one never joins under one that is not higher. */
    void saw(long epoch) {
        highestEpoch = Math.max(highestEpoch, epoch);
    }

    /** Whether nothing will be committed any more: the writing thread has ended. */
    boolean hasEnded() {
        return !thread.isAlive();
    }

    private void writeUntilClosed() {
        while (!availability.isClosed() || !queue.isEmpty()) {
            Batch batch;
            try {
                batch = queue.next();
            } catch (InterruptedException e) {
                continue;
            }
            commit(batch);
        }
    }

    private void commit(Batch batch) {
        if (startingOver.now()) {
            batch.fail(wentBack());
            return;
        }
        if (!noticed && !batch.isEmpty()) {
            awaitNotice();
        }
        boolean unanswered = false;
        long began = System.nanoTime();
        for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause)) {
            try {
                transactions.run(entities -> carryOut(batch, entities));
                committed(batch, began);
                return;
            } catch (CommitMark.AlreadyCommitted e) {
                committed(batch, began);
                return;
            } catch (CommitMark.Gone e) {
                LOG.log(Level.WARNING, "another node has taken over from this one, which joins anew");
                joinAnew();
                queue.beat();
                batch.fail(new Fenced("another node has taken over from this one"));
                return;
            } catch (CommitMark.Elsewhere e) {
                startOver(e.what());
                batch.fail(wentBack());
                return;
            } catch (RuntimeException | Error e) {
                unanswered |= e instanceof Transactions.CommitUnanswered;
                if (!availability.isClosed() && e instanceof CommitMark.Replaced) {
                    lease.notRenewed(e);
                    availability.noticeOutage(e);
                    sleep(pause);
                } else if (!availability.isClosed()
                        && (e instanceof Transactions.CommitUnanswered || availability.isOutage(e))) {
                    availability.noticeOutage(e);
                    sleep(pause);
                } else if (Outage.isBusy(e) && (unanswered || batch.size() == 1)) {
                    if (availability.isClosed() || System.nanoTime() - began > BUSY_PATIENCE_NANOS) {
                        batch.fail(new Busy(e));
                        return;
                    }
                    sleep(pause);
                } else if (unanswered || batch.size() == 1) {
                    if (batch.isEmpty()) {
                        lease.notRenewed(e);
                    }
                    // A batch that may have been committed is not split: its mark stands for the whole batch.
                    batch.fail(e);
                    return;
                } else {
                    // One of them caused the failure; committed separately, the others succeed.
                    commitApart(batch);
                    return;
                }
            }
        }
    }

    private void carryOut(Batch batch, EntityManager entities) {
        mark.advance(entities);
        current.set(entities);
        try {
            batch.carryOut(entities);
        } finally {
            current.remove();
        }
    }

    private void committed(Batch batch, long began) {
        if (!mark.joined()) {
            joinedAt = System.nanoTime();
        }
        mark.committed();
        lease.renewed(began);
        highestEpoch = Math.max(highestEpoch, mark.epoch());
        availability.isBack();
        watcher.committed(Duration.ofNanos(System.nanoTime() - began), batch.size());
        batch.succeed();
    }

    /**
     * A node that believed itself alone may not have seen yet that this one has joined. Until it has, it takes what it knows for
     * current, so that nothing may be written.
     */
    private void awaitNotice() {
        if (!mark.joined()) {
            commit(Batch.of(Waiting.beat()));
        }
        try {
            if (mark.joined() && !others.besides(mark.epoch()).isEmpty()) {
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
    private void commitApart(Batch batch) {
        int busy = 0;
        for (Waiting waiting : batch.all()) {
            if (busy == MAX_BUSY) {
                waiting.fail(new Busy(null));
            } else {
                commit(Batch.of(waiting));
                busy = waiting.foundBusy() ? busy + 1 : 0;
            }
        }
    }

    private static Fenced wentBack() {
        return new Fenced("the database has gone back; what was decided on it is void");
    }

    private void joinAnew() {
        noticed = false;
        solitude.ends();
        mark = new CommitMark(names.get(), node, highestEpoch, announced);
    }

    /** Joins under a higher epoch once everything is dropped that was known of the database as it was. */
    private void startOver(WentBack what) {
        joinAnew();
        startingOver.begin(what, this::join);
        availability.isBack();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            // Only closing interrupts the writing thread, and it has said so.
        }
    }
}
