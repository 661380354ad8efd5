package clda.web.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A user's settings.
 *
 * @param timeZone null if none was set
 * @param effectiveTimeZone what counts
 */
@Schema(name = "Settings")
public record SettingsView(@JsonInclude @Nullable String timeZone, String effectiveTimeZone) implements Body {}
