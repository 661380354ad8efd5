package clda.web.wire;

/** A misclassified sentence. */
public record Mistaken(String text, String intent, String takenFor) {}
