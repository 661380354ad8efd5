package clda.tools;

import java.time.Duration;

/**
 * What is known about the remote system, for effects whose outcome is unknown.
 *
 * @param keyKept how long it keeps the key of a KEYED effect, counted from when the effect was first sent
 * @param quiesce how long it may still be working on a QUERYABLE effect after it was sent: if asked earlier, it could answer
 *     that it knows nothing of the call and still carry it out later
 */
public record Recovery(Duration keyKept, Duration quiesce) {

    /** Most services keep a key for a day (draft-ietf-httpapi-idempotency-key-header names no time). */
    public static final Recovery DEFAULT = new Recovery(Duration.ofHours(24), Duration.ofSeconds(30));
}
