package clda.web.wire;

import clda.dialogue.Unknowns.Verdict;

/** The resolution that was recorded. */
public record Resolved(String id, Verdict outcome) implements Body {}
