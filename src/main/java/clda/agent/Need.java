package clda.agent;

import clda.conversation.ConversationEvent.Because;
import clda.conversation.ConversationEvent.Sum;
import clda.tools.ApprovalRule;
import org.jspecify.annotations.Nullable;

/**
 * An approval that a call needs: whose, and why.
 *
 * @param sum the sum that would be exceeded; null unless that is the reason
 */
public record Need(ApprovalRule.By by, Because because, @Nullable Sum sum) {

    Need(ApprovalRule.By by, Because because) {
        this(by, because, null);
    }
}
