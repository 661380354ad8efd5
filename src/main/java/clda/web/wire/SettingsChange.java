package clda.web.wire;

import org.jspecify.annotations.Nullable;

/**
 * What a person sets.
 *
 * @param timeZone such as Asia/Shanghai; null for the server's
 */
public record SettingsChange(@Nullable String timeZone) implements Body {}
