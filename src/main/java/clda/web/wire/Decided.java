package clda.web.wire;

import clda.conversation.ConversationEvent.Decision;

/**
 * What was decided.
 */
public record Decided(String approvalId, Decision decision) implements Body {}
