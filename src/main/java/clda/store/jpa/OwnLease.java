package clda.store.jpa;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The lease of this node, as far as this process can tell: when it was renewed last, and whether that still works. Only the
 * writing thread changes it.
 */
final class OwnLease {

    private static final Logger LOG = System.getLogger(OwnLease.class.getName());
    private static final int LEASES_UNTIL_STUCK = 5;

    private final Duration length;

    /** When the transaction began that renewed the lease last, by {@link System#nanoTime}. */
    private volatile long renewedAt;

    /** When this node first failed to renew its lease although the database was there; null while it can. */
    private volatile @Nullable Long failingSince;

    OwnLease(Duration length) {
        this.length = length;
    }

    /** @param began when the transaction that renewed it had begun: the lease may count from there on */
    void renewed(long began) {
        renewedAt = began;
        failingSince = null;
    }

    void notRenewed(Throwable why) {
        if (failingSince == null) {
            failingSince = System.nanoTime();
            LOG.log(Level.ERROR, "the lease of this node cannot be renewed", why);
        }
    }

    long nanosSinceRenewal() {
        return System.nanoTime() - renewedAt;
    }

    /** Whether it is certain to hold at this moment, by this process's own clock. */
    boolean holds() {
        return nanosSinceRenewal() < length.toNanos();
    }

    /** Whether it could not be renewed for so long that this will not pass by itself. */
    boolean isStuck() {
        Long since = failingSince;
        return since != null
                && System.nanoTime() - since
                        > length.multipliedBy(LEASES_UNTIL_STUCK).toNanos();
    }
}
