package clda.audit;

import clda.store.Write;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store of audit entries: each node appends to its own chain; entries are never changed. */
public interface AuditTrail {

    /** Where an entry stands: chains have the epochs of the nodes that wrote them; numbers begin with 1. */
    record Position(long epoch, long number) {}

    record Kept(Position position, AuditEntry entry) {}

    /** Appends to this node's chain, in the transaction of what it tells of. */
    Write record(List<AuditEntry> entries);

    /**
     * The newest first; one that was changed stands there as {@link AuditEntry#DAMAGED}.
     *
     * @param conversationId null for all
     * @param before where to go on; null to begin with the newest
     */
    List<Kept> newest(String tenant, @Nullable String conversationId, @Nullable Position before, int limit);

    /** The end of the chain of this node; empty while it has written nothing. */
    Optional<Anchor> end();

    /**
     * Reads everything and compares it with the anchors, in memory that does not grow with how much there is.
     *
     * @param anchors in any order; read once
     * @param beat is run again and again while it reads
     */
    Verification.Verdict verify(Iterable<Anchor> anchors, Runnable beat);
}
