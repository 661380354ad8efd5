package clda.web.wire;

import org.jspecify.annotations.Nullable;

/**
 * The model and the instructions of a shadow run.
 *
 * @param model the configured name
 * @param recorded true to tell it exactly what was recorded; only without prompt
 * @param prompt the number of a version of the prompts; absent for the one of today
 */
public record ShadowRequest(String model, @Nullable Boolean recorded, @Nullable Integer prompt) implements Body {}
