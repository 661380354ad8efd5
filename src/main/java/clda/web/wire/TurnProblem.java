package clda.web.wire;

import clda.conversation.ProblemDetails;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a turn failed.
 *
 * @param type what went wrong, for programs
 * @param title the same in few words
 * @param detail the same for people
 * @param retryable whether saying it again may help
 * @param retryAt when that helps, if it is known
 */
public record TurnProblem(String type, String title, String detail, boolean retryable, @Nullable Instant retryAt) {
    static @Nullable TurnProblem of(@Nullable ProblemDetails problem) {
        return problem == null
                ? null
                : new TurnProblem(
                        problem.type(), problem.title(), problem.detail(), problem.retryable(), problem.retryAt());
    }
}
