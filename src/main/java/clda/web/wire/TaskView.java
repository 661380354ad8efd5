package clda.web.wire;

import clda.conversation.ToolError;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A background task.
 *
 * @param state running, completed, failed or unknown
 * @param result what came of it
 * @param error why nothing came of it
 * @param tool the tool that began it
 * @param cancelling whether it has been told to stop
 * @param deadline when it is given up
 */
@Schema(name = "Task")
public record TaskView(
        String id,
        @Schema(enumeration = {"running", "completed", "failed", "unknown"}) String state,
        @JsonUnwrapped @Nullable Progress progress,
        @Nullable JsonNode result,
        @Nullable ToolError error,
        String conversationId,
        String turnId,
        String callId,
        String tool,
        boolean cancelling,
        Instant createdAt,
        Instant deadline)
        implements Row {}
