package clda.web.wire;

import clda.dialogue.Unknowns.Verdict;

/**
 * What was resolved.
 */
public record Resolved(String id, Verdict outcome) implements Body {}
