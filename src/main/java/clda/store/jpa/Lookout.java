package clda.store.jpa;

import clda.store.jpa.OtherNodes.Other;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadFactory;

/**
 * Looks out for the nodes that share the database, on a thread of its own: it fences those whose lease has ended and tells
 * whether this node is alone. It also sees to the lease of this node while nobody writes.
 */
final class Lookout {

    private static final Logger LOG = System.getLogger(Lookout.class.getName());

    private final GroupCommit commits;
    private final WriteQueue queue;
    private final Availability availability;
    private final OtherNodes others;
    private final Solitude solitude;
    private final Node node;
    private final OwnLease lease;
    private final Thread thread;

    Lookout(
            GroupCommit commits,
            WriteQueue queue,
            Availability availability,
            OtherNodes others,
            Solitude solitude,
            Node node,
            OwnLease lease,
            ThreadFactory threads) {
        this.commits = commits;
        this.queue = queue;
        this.availability = availability;
        this.others = others;
        this.solitude = solitude;
        this.node = node;
        this.lease = lease;
        this.thread = threads.newThread(this::lookUntilClosed);
    }

    /** Looks a first time on the calling thread, so that what it finds is known from the beginning. */
    void start() {
        look();
        thread.start();
    }

    void interrupt() {
        thread.interrupt();
    }

    void awaitEnd(long millis) throws InterruptedException {
        thread.join(millis);
    }

    private void lookUntilClosed() {
        while (!availability.isClosed()) {
            pause();
            if (availability.isClosed() || availability.isAway()) {
                continue;
            }
            if (lease.nanosSinceRenewal() > node.beat().toNanos()) {
                queue.beat();
            }
            try {
                look();
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "cannot look for other nodes now", e);
            }
        }
    }

    /** Fences the nodes whose lease has expired, and records whether others are alive. */
    private void look() {
        long ownEpoch = commits.epoch();
        long began = System.nanoTime();
        boolean nobodyElse = true;
        for (Other other : others.besides(ownEpoch)) {
            commits.saw(other.epoch());
            if (other.isAlive()) {
                nobodyElse = false;
            } else {
                others.fence(other);
            }
        }
        // A look begun under an earlier epoch does not tell whether this node is alone under the present one.
        solitude.looked(began, System.nanoTime(), nobodyElse && commits.epoch() == ownEpoch);
    }

    private void pause() {
        try {
            Thread.sleep(node.beat().toMillis());
        } catch (InterruptedException e) {
            // Only closing interrupts this thread, and it has said so.
        }
    }
}
