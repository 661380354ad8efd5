package clda.conversation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a turn failed, in the words of RFC 9457.
 *
 * @param type what went wrong, for programs
 * @param title the same in few words
 * @param detail the same for people
 * @param retryable whether saying it again may help
 * @param retryAt when trying again helps; null if that is not known
 */
public record ProblemDetails(String type, String title, String detail, boolean retryable, @Nullable Instant retryAt) {
    public ProblemDetails(String type, String title, String detail, boolean retryable) {
        this(type, title, detail, retryable, null);
    }
}
