package clda.web.wire;

import org.jspecify.annotations.Nullable;

/**
 * A message was refused.
 */
public record ProblemFrame(String type, @Nullable String clientMessageId, Problem problem) implements Body {

    public ProblemFrame(@Nullable String clientMessageId, Problem problem) {
        this("problem", clientMessageId, problem);
    }
}
