package clda.dialogue;

import clda.json.Worded;
import clda.tools.ApprovalRule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits for a person, as listed for those who may decide. The details of the request are in the conversation.
 *
 * @param delegate the person asked to decide by someone who may; null if none
 */
public record Approval(
        String id,
        String tenant,
        String conversationId,
        String turnId,
        String callId,
        String requester,
        ApprovalRule.By by,
        @Nullable String delegate,
        Instant expiresAt,
        Instant createdAt,
        State state) {

    public enum State implements Worded {
        PENDING,
        APPROVED,
        DENIED,
        EXPIRED,
        CANCELLED
    }
}
