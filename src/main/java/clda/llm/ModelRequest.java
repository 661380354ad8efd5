package clda.llm;

import clda.conversation.DialogueState;
import clda.tools.ToolDefinition;
import java.util.List;

/**
 * What a model is asked.
 *
 * @param dialogue what the person was asked before this turn and may now be answering
 */
public record ModelRequest(List<ModelMessage> messages, List<ToolDefinition> tools, DialogueState dialogue) {
    public ModelRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }
}
