package clda.web.wire;

/**
 * Who was asked.
 */
public record Delegated(String approvalId, String delegate) implements Body {}
