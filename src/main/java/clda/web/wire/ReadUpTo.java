package clda.web.wire;

/**
 * How far a conversation has been shown.
 *
 * @param upTo the number of the last event that was shown
 */
public record ReadUpTo(Long upTo) implements Body {}
