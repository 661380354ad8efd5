package clda.web.wire;

/**
 * The event that is being sent again.
 */
public record Sending(String id) implements Body {}
