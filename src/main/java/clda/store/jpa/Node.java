package clda.store.jpa;

import java.time.Duration;

/**
 * The identity with which a process takes part in the store.
 *
 * @param name the same after each restart of this node, and of no other node that is running: whoever joins under a name
 *     takes over from the one that had it before, without waiting for its lease
 * @param lease how long the node counts as alive after its last commit
 */
public record Node(String name, Duration lease) {

    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(6);

    private static final Duration LONGEST_BEAT = Duration.ofMillis(1_500);

    public Node {
        if (name.isBlank() || lease.toMillis() < 500) {
            throw new IllegalArgumentException("a node has a name and a lease of at least half a second");
        }
    }

    /** How often the node looks for others, and at least renews its lease. */
    Duration beat() {
        Duration quarter = lease.dividedBy(4);
        return quarter.compareTo(LONGEST_BEAT) < 0 ? quarter : LONGEST_BEAT;
    }

    /** Maximum time for which another node may not have noticed that this one has joined: two of its looks. */
    Duration unnoticed() {
        return beat().multipliedBy(2);
    }
}
