package clda.web.wire;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The answer of the remote system about an effect.
 *
 * @param found whether it has a record of the call
 * @param result that record
 */
public record EffectCheck(boolean found, @Nullable JsonNode result) implements Body {}
