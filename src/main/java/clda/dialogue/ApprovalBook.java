package clda.dialogue;

import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import clda.tools.ApprovalRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The waiting approvals of all conversations. */
public interface ApprovalBook {

    Write open(Approval approval);

    /** Closes a pending approval; fails with {@link AlreadyDecided} if it is not pending. */
    Write close(String approvalId, Approval.State state);

    /**
     * Names a person who may decide in addition to those who may by their role; fails with {@link AlreadyDecided} if the
     * approval is not pending.
     */
    Write delegate(String approvalId, String to);

    Optional<Approval> find(String approvalId);

    /**
     * Which pending approvals are wanted: those that a person has requested or is named for and, for an approver, all that
     * approvers decide.
     *
     * @param inOffice whether the person holds the role approver
     * @param by the kind of person who has to approve; null for any
     */
    record Wanted(String tenant, String person, boolean inOffice, ApprovalRule.@Nullable By by) {}

    /**
     * Lists pending approvals, oldest first.
     *
     * @param after where to continue; null to start with the oldest
     */
    Page<Listed<Approval>> pending(Wanted wanted, @Nullable Position after, int limit);

    /** The number of one requester's approvals that wait for one kind of person. */
    record Waiting(ApprovalRule.By by, String requester, long count) {}

    /** Counts the pending approvals, each once. */
    List<Waiting> count(Wanted wanted);

    /** A value that changes when the pending approvals of the tenant change. */
    int fingerprint(String tenant);

    /** Pending approvals of all tenants that had expired at {@code now}. */
    List<Approval> overdue(Instant now, int limit);

    /** Removes the approvals of a conversation. */
    Write forget(String conversationId);

    final class AlreadyDecided extends RuntimeException {
        public AlreadyDecided(String approvalId) {
            super("approval " + approvalId + " was decided already");
        }
    }
}
