package clda.web.wire;

import org.jspecify.annotations.Nullable;

/**
 * Changes to a user's settings.
 *
 * @param timeZone such as Asia/Shanghai; null for the server's
 */
public record SettingsChange(@Nullable String timeZone) implements Body {}
