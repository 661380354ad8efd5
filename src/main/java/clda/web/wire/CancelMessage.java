package clda.web.wire;

/**
 * Stops a turn.
 */
public record CancelMessage(String turnId) implements Body {}
