package clda.web.wire;

import clda.conversation.CallPlace;
import clda.conversation.ToolCall;
import clda.conversation.ToolError;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A tool call: something that the agent did, or wants to do.
 *
 * @param tool its name
 * @param arguments an object, as the tool describes it; what the model wrote, as text, if it is none
 * @param effect the effect class of the tool
 * @param state how far it is
 * @param result what the tool answered
 * @param error why nothing was done
 * @param reference what to ask the remote system for, if nobody knows what came of the call
 * @param undoes the call that it undoes
 * @param undoneBy the call that undoes it
 * @param task the work in the background that it began
 */
@Schema(name = "ToolCall")
public record ToolCallView(
        String callId,
        String tool,
        JsonNode arguments,
        @Nullable String effect,
        ToolCall.State state,
        @Nullable JsonNode result,
        @Nullable ToolError error,
        @Nullable String reference,
        @Nullable CallPlace undoes,
        @Nullable CallPlace undoneBy,
        @Nullable CallTask task) {
    static ToolCallView of(ToolCall call) {
        return new ToolCallView(
                call.callId(),
                call.tool(),
                call.arguments(),
                call.effect(),
                call.state(),
                call.result(),
                call.error(),
                call.reference(),
                call.undoes(),
                call.undoneBy(),
                call.task() == null ? null : CallTask.of(call.task()));
    }
}
