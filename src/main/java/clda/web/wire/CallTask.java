package clda.web.wire;

import clda.conversation.ToolCall;
import clda.conversation.ToolError;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The background task that a call began.
 *
 * @param state running, completed, failed or unknown
 * @param result what came of it
 * @param error why nothing came of it
 */
public record CallTask(
        String id,
        ToolCall.State state,
        @JsonUnwrapped @Nullable Progress progress,
        @Nullable JsonNode result,
        @Nullable ToolError error) {
    public static CallTask of(ToolCall.Task task) {
        return new CallTask(task.taskId(), task.state(), Progress.of(task.progress()), task.result(), task.error());
    }
}
