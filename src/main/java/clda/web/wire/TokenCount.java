package clda.web.wire;

/**
 * Tokens that models have read and written.
 *
 * @param inputTokens read
 * @param outputTokens written
 */
public record TokenCount(long inputTokens, long outputTokens) {}
