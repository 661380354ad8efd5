package clda.web.wire;

/** The user who was asked to decide as well. */
public record Delegated(String approvalId, String delegate) implements Body {}
