package clda.dialogue;

import clda.security.Caller;
import clda.security.Role;
import clda.security.Subject;
import clda.tools.ApprovalRule;

/** Who may see an approval, and who may decide. */
final class ApprovalRights {

    private ApprovalRights() {}

    static boolean maySee(Caller caller, Approval approval) {
        return approval.tenant().equals(caller.tenant())
                && (approval.requester().equals(caller.user())
                        || caller.user().equals(approval.delegate())
                        || approval.by() == ApprovalRule.By.APPROVER && caller.is(Role.APPROVER));
    }

    static boolean mayDecide(Caller caller, Approval approval) {
        return approval.tenant().equals(caller.tenant())
                && holdsRole(caller, approval.by())
                && switch (approval.by()) {
                    case REQUESTER ->
                        caller.user().equals(approval.requester())
                                || caller.user().equals(approval.delegate());
                    case APPROVER -> !Subject.alike(caller.user(), approval.requester());
                };
    }

    /** Whether the caller holds the role required to decide, regardless of whose decision it is. */
    static boolean holdsRole(Caller caller, ApprovalRule.By by) {
        return switch (by) {
            case REQUESTER -> caller.mayTalk();
            case APPROVER -> caller.is(Role.APPROVER);
        };
    }
}
