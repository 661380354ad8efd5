package clda.dialogue;

import clda.store.Write;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where to find the approvals that wait, across conversations. */
public interface ApprovalBook {

    Write open(Approval approval);

    /** Closes a pending approval; fails with {@link AlreadyDecided} if it is not pending. */
    Write close(String approvalId, Approval.State state);

    /** Names who may decide besides those who may by their role; fails with {@link AlreadyDecided} if it is not pending. */
    Write delegate(String approvalId, String to);

    Optional<Approval> find(String approvalId);

    List<Approval> pending(String tenant, int limit);

    /** Pending ones whose time was over at {@code now}, of all tenants. */
    List<Approval> overdue(Instant now, int limit);

    /** Removes what belongs to a conversation. */
    Write forget(String conversationId);

    final class AlreadyDecided extends RuntimeException {
        public AlreadyDecided(String approvalId) {
            super("approval " + approvalId + " was decided already");
        }
    }
}
