package clda.web.wire;

/**
 * A sentence that was taken for something else.
 */
public record Mistaken(String text, String intent, String takenFor) {}
