package clda.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** One entry of the history that a model is given. */
public sealed interface ModelMessage {

    record SystemMessage(String text) implements ModelMessage {}

    record UserMessage(String text) implements ModelMessage {}

    /** Always followed by one {@link ToolMessage} for each of its calls. */
    record AssistantMessage(String text, List<PastCall> calls) implements ModelMessage {
        public AssistantMessage {
            calls = List.copyOf(calls);
        }
    }

    record ToolMessage(String callId, String tool, JsonNode outcome) implements ModelMessage {}

    record PastCall(String callId, String tool, JsonNode arguments) {}
}
