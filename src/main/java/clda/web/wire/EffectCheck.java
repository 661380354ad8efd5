package clda.web.wire;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What the remote system says.
 *
 * @param found whether it has a record of the call
 * @param result that record
 */
public record EffectCheck(boolean found, @Nullable JsonNode result) implements Body {}
