package clda.web.wire;

import org.jspecify.annotations.Nullable;

/**
 * A release to roll back.
 *
 * @param reason at most 500 characters; it is shown to whoever looks at the release, and recorded
 */
public record RollBack(@Nullable String reason) implements Body {}
