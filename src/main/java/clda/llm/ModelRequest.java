package clda.llm;

import clda.conversation.ConversationEvent.Frame;
import clda.tools.ToolDefinition;
import java.util.List;
import java.util.Optional;

/**
 * What a model is asked.
 *
 * @param openFrame the question that the person was asked before this turn and may now be answering
 */
public record ModelRequest(List<ModelMessage> messages, List<ToolDefinition> tools, Optional<Frame> openFrame) {
    public ModelRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }
}
