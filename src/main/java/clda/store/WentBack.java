package clda.store;

/**
 * Thrown when the database is no longer the one that this node has written to: a standby has taken over, or an older copy was
 * restored.
 *
 * @param loss whether transactions of this node are gone that had been acknowledged; those of other nodes may be in any case
 * @param known how many transactions of this node it had committed
 * @param found how many it has; 0 if that cannot be told
 * @param fromLine the history in which this node wrote
 * @param line the one that it finds now
 * @param oldEpoch this node's until now
 */
public record WentBack(Loss loss, long known, long found, String fromLine, String line, long oldEpoch) {

    /** Of this node's own transactions. */
    public enum Loss {
        NONE,
        SOME,
        /** Another node has taken over from this one meanwhile, so that nothing tells how far the database had come. */
        UNKNOWN
    }
}
