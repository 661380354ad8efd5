package clda.skills;

import clda.llm.ModelMessage;
import clda.llm.ModelMessage.AssistantMessage;
import clda.llm.ModelMessage.PastCall;
import clda.llm.ModelMessage.ToolMessage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call and its outcome.
 *
 * @param call null if it was made before the messages that were searched
 */
record SettledCall(@Nullable PastCall call, JsonNode outcome) {

    /** Those of the messages, in the order of their outcomes. */
    static List<SettledCall> in(List<ModelMessage> messages) {
        Map<String, PastCall> calls = new LinkedHashMap<>();
        List<SettledCall> settled = new ArrayList<>();
        for (ModelMessage message : messages) {
            if (message instanceof AssistantMessage assistant) {
                assistant.calls().forEach(call -> calls.put(call.callId(), call));
            } else if (message instanceof ToolMessage tool) {
                settled.add(new SettledCall(calls.get(tool.callId()), tool.outcome()));
            }
        }
        return settled;
    }
}
