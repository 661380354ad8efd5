package clda.store;

/** The right of this node to carry a turn or a task on: part of every transaction that belongs to it. */
public record Lease(Membership membership, long epoch) {

    /** A part of a transaction that fails with {@link Fenced} if another node has taken over. */
    public Write held() {
        return membership.requires(epoch);
    }

    /** Whether no other node can have taken over yet. */
    public boolean certain() {
        return membership.holds(epoch);
    }
}
