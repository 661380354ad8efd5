package clda.web.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An error (RFC 9457).
 *
 * @param type always `about:blank`: the status says what it is
 * @param title that of the status
 * @param detail what is wrong, for people
 * @param instance the path that was asked for
 * @param retryable whether the same may be sent again
 * @param outcome what came of the request: none, done or unknown
 * @param after the number of the last event there is, if an event beyond it was asked for
 * @param retryAfter in how many seconds, over a socket
 */
@Schema(name = "Problem")
public record Problem(
        @Schema(enumeration = "about:blank") String type,
        String title,
        int status,
        String detail,
        String instance,
        boolean retryable,
        @Schema(enumeration = {"none", "done", "unknown"}) String outcome,
        @Nullable Long after,
        @Nullable Long retryAfter)
        implements Body {
    public Problem with(@Nullable Long lastEvent, @Nullable Long seconds) {
        return new Problem(type, title, status, detail, instance, retryable, outcome, lastEvent, seconds);
    }
}
