package clda.audit;

import clda.store.Write;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store of audit entries: each node appends to its own chain; entries are never changed. */
public interface AuditTrail {

    /** The position of an entry: the epoch of the node that wrote the chain, and a number that starts at 1. */
    record Position(long epoch, long number) {}

    record Kept(Position position, AuditEntry entry) {}

    /** Appends to this node's chain, in the same transaction as the audited changes. */
    Write record(List<AuditEntry> entries);

    /**
     * Entries, newest first; one that was changed is listed as {@link AuditEntry#DAMAGED}.
     *
     * @param conversationId null for all
     * @param before the position to continue from; null to start with the newest
     */
    List<Kept> newest(String tenant, @Nullable String conversationId, @Nullable Position before, int limit);

    /** The end of the chain of this node; empty while it has written nothing. */
    Optional<Anchor> end();

    /**
     * Reads everything and compares it with the anchors, in memory that does not grow with how much there is.
     *
     * @param anchors in any order; read once
     * @param beat run repeatedly during the reading
     */
    Verification.Verdict verify(Iterable<Anchor> anchors, Runnable beat);
}
