package clda.web.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A tool.
 *
 * @param effect its effect class
 * @param approval who has to approve a call
 * @param background whether a call goes on in the background
 * @param undo the tool that undoes it
 * @param money the currencies of parameters that are amounts of money
 * @param recurrences the names of parameters, and of members of the result, that are recurrence rules
 * @param parameters a JSON Schema
 */
@Schema(name = "Tool")
public record ToolView(
        String name,
        String description,
        String effect,
        String approval,
        boolean background,
        @Nullable String undo,
        @Nullable Map<String, String> money,
        @Nullable List<String> recurrences,
        @Schema(type = SchemaType.OBJECT) JsonNode parameters) {}
