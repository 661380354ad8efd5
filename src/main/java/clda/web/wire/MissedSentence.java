package clda.web.wire;

import java.time.Instant;

/** A sentence that was not understood, or whose answer was rated badly. */
public record MissedSentence(String id, Instant at, String why, String text) implements Row {}
