package clda.agent;

import clda.conversation.ConversationEvent.Because;
import clda.tools.ApprovalRule;

/** Whose approval a call needs, and what asks for it. */
public record Need(ApprovalRule.By by, Because because) {}
