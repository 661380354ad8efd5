package clda.web.wire;

import java.util.List;

/**
 * What the built-in understanding has learned.
 *
 * @param version names the training data
 */
public record Learned(String version, List<IntentCount> intents) implements Body {}
