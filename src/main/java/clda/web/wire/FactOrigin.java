package clda.web.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a fact.
 *
 * @param by person, or assistant where it was asked to
 * @param conversationId in which it was said; may have been erased since
 */
public record FactOrigin(
        @Schema(enumeration = {"person", "assistant"}) String by,
        @Nullable String conversationId,
        @Nullable String turnId) {}
