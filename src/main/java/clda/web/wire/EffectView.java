package clda.web.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An effect whose outcome is unknown, or an undo that failed.
 *
 * @param effect the effect class of the tool
 * @param state unknown or undo_failed
 * @param since when that became so
 * @param requester who wanted it done
 * @param maySettle whether the caller may resolve it
 * @param canBeAsked whether the remote system can be asked
 * @param shown the arguments as text, complete and with nothing hidden
 * @param conversationId only of the caller's own
 * @param turnId only of the caller's own
 */
@Schema(name = "Effect")
public record EffectView(
        String id,
        String tool,
        String effect,
        @Schema(enumeration = {"unknown", "undo_failed"}) String state,
        Instant since,
        String requester,
        boolean maySettle,
        boolean canBeAsked,
        @Schema(type = SchemaType.OBJECT) JsonNode arguments,
        List<ShownArgument> shown,
        @Nullable String conversationId,
        @Nullable String turnId)
        implements Row {}
