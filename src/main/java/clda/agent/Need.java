package clda.agent;

import clda.conversation.ApprovalReason;
import clda.conversation.SumLimit;
import clda.tools.ApprovalRule;
import org.jspecify.annotations.Nullable;

/**
 * An approval that a call needs: whose, and why.
 *
 * @param sum the sum that would be exceeded; null unless that is the reason
 */
public record Need(ApprovalRule.By by, ApprovalReason because, @Nullable SumLimit sum) {

    Need(ApprovalRule.By by, ApprovalReason because) {
        this(by, because, null);
    }
}
