package clda.web.wire;

/**
 * How many are being sent again.
 */
public record SentAgain(int sent) implements Body {}
