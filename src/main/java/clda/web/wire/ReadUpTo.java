package clda.web.wire;

/**
 * Up to where a conversation was shown.
 *
 * @param upTo the number of the last event that was shown
 */
public record ReadUpTo(Long upTo) implements Body {}
