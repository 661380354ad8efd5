package clda.conversation;

/**
 * Where a call stands in its conversation.
 *
 * @param turnId the turn
 * @param callId the call in it
 */
public record CallPlace(String turnId, String callId) {}
