package clda.web.wire;

/** The number of events that are being sent again. */
public record SentAgain(int sent) implements Body {}
