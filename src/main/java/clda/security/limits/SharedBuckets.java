package clda.security.limits;

import java.time.Duration;
import java.util.Optional;

/** Buckets that all nodes take from, so that a rate holds for the cluster and not for each node. May be away at any time. */
@FunctionalInterface
public interface SharedBuckets {

    /** For a node that counts by itself. */
    SharedBuckets NONE = (bucket, rate) -> Optional.empty();

    /**
     * Takes one use from the bucket.
     *
     * @param bucket its name, the same on every node
     * @return how long to wait before another attempt, zero if this one is granted; empty if the buckets cannot be asked now
     */
    Optional<Duration> take(String bucket, Rate rate);
}
