package clda.web.wire;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a conversation; members that are not named stay as they are. At least one member is given.
 *
 * @param title the new title
 * @param archived whether it is archived
 * @param model the name of the model that answers from now on; null for the usual one
 * @param recorded whether exchanges with models are kept
 */
public record ConversationChange(
        @Nullable String title,
        @Nullable Boolean archived,
        @Schema(type = SchemaType.STRING, nullable = true) @Nullable JsonNode model,
        @Nullable Boolean recorded)
        implements Body {}
