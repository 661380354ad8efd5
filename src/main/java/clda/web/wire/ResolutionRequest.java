package clda.web.wire;

import clda.dialogue.Unknowns.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an effect, as found by a person.
 *
 * @param outcome done, not_done, or run_again for an effect that is certain not to have happened
 * @param reason how it was found out
 */
public record ResolutionRequest(Verdict outcome, @Nullable String reason) implements Body {}
