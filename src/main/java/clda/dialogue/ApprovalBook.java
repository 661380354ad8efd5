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

    /** Names who may decide besides those who may by their role; fails with {@link AlreadyDecided} if it is not pending. */
    Write delegate(String approvalId, String to);

    Optional<Approval> find(String approvalId);

    /**
     * Which of the pending ones are looked for: those that a person has asked for or is named for and, in the office, all that
     * approvers decide.
     *
     * @param inOffice whether the user holds the role approver
     * @param by whose approval it has to be; null for any
     */
    record Wanted(String tenant, String person, boolean inOffice, ApprovalRule.@Nullable By by) {}

    /**
     * The oldest first.
     *
     * @param after where to go on; null to begin with the oldest
     */
    Page<Listed<Approval>> pending(Wanted wanted, @Nullable Position after, int limit);

    /** How many of one requester wait for a decision of one kind of person. */
    record Waiting(ApprovalRule.By by, String requester, long count) {}

    /** How many are pending, each counted once. */
    List<Waiting> count(Wanted wanted);

    /** Changes when what is pending in the tenant does. */
    int fingerprint(String tenant);

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
