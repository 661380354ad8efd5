package clda.store;

import java.util.Set;

/**
 * The membership of this node among those that share the database. A node is alive as long as it renews its lease. If it does
 * not, another node fences it: it can no longer write under its old epoch, whatever it believes, and has to join anew under a
 * higher one. The first statement of each transaction checks the epoch (M. Kleppmann, "How to do distributed locking", 2016: a
 * fencing token that the storage checks).
 */
public interface Membership {

    /** The number of this node's present membership; higher than any before it. */
    long epoch();

    /** The lease for work that starts now. */
    default Lease lease() {
        return new Lease(this, epoch());
    }

    /** A part of a transaction that fails with {@link Fenced} unless this node still has that epoch. */
    Write requires(long epoch);

    /** Whether the lease of that epoch is certain to hold at this moment, by this process's own clock. */
    boolean holds(long epoch);

    /**
     * Whether a process that worked under that epoch may still be running, fenced or not. Only of a node's own predecessors is
     * it certain that they are not: whoever has the node's name knows that the one before is dead.
     */
    boolean mayStillRun(long epoch);

    /**
     * The number of the present time in which no other node is alive: what was read during it is still true, unless this node
     * has changed it. The next such time has another number.
     *
     * @return 0 if others may be alive
     */
    long solitude();

    /** Whether no other node is known to be alive. */
    default boolean alone() {
        return solitude() != 0;
    }

    /** Whether the database was restored from a backup, and how often, as of the start of this node. */
    default Restored restored() {
        return Restored.NEVER;
    }

    /**
     * Names the history of the database that this node works with: another one once a standby has taken over, or a backup was
     * restored. Empty as long as it is not known.
     */
    String history();

    /** The epochs of all live nodes, including this one, as currently stored in the database. */
    Set<Long> alive();

    /**
     * @param forget drops what this node keeps in memory when the database has gone back to an earlier state; nothing is
     *     written until it returns
     */
    void whenItWentBack(Runnable forget);
}
