package clda.store;

import java.util.ArrayList;
import java.util.List;

/** The right of this node to continue a turn or a task: part of every transaction that belongs to it. */
public record Lease(Membership membership, long epoch) {

    /** A part of a transaction that fails with {@link Fenced} if another node has taken over. */
    public Write held() {
        return membership.requires(epoch);
    }

    /**
     * The writes with {@link #held} before them, as a new list: a node that was taken over from is told so, before it comes
     * upon what the other has changed.
     */
    public List<Write> guarding(List<Write> writes) {
        List<Write> guarded = new ArrayList<>(writes.size() + 1);
        guarded.add(held());
        guarded.addAll(writes);
        return guarded;
    }

    /** Whether the process that worked under that epoch, which may be this one, may still be running. */
    public boolean mayStillRun(long other) {
        return membership.mayStillRun(other);
    }

    /** Whether it is certain that what began under it can no longer be carried on: this node has joined anew since. */
    public boolean isOver() {
        return membership.epoch() != epoch;
    }

    /** Whether it is certain that no other node has taken over yet. */
    public boolean certain() {
        return membership.holds(epoch);
    }
}
