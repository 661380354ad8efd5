package clda.tools;

import java.time.Duration;

/**
 * What is known of the remote system in case the outcome of an effect is not known.
 *
 * @param keyKept how long it keeps the key of a KEYED effect, from the first time that it was sent
 * @param quiesce how long it may still be at work on a QUERYABLE effect after it was sent: asked earlier, it could say no
 *     and do it afterwards
 */
public record Recovery(Duration keyKept, Duration quiesce) {

    /** A day is what most services keep a key for (draft-ietf-httpapi-idempotency-key-header names no time). */
    public static final Recovery DEFAULT = new Recovery(Duration.ofHours(24), Duration.ofSeconds(30));
}
