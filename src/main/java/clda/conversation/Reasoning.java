package clda.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a model thought before it answered.
 *
 * @param text a summary for people; may be empty
 * @param provider whose it is: others are not shown it
 * @param items what the provider wants back, unchanged, with the calls that followed; null if nothing
 */
public record Reasoning(String text, String provider, @Nullable JsonNode items) {}
