package clda.web.wire;

import clda.conversation.Decision;

/** The decision that was recorded. */
public record Decided(String approvalId, Decision decision) implements Body {}
