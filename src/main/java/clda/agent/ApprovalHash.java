package clda.agent;

import clda.conversation.ToolCall;
import clda.json.Canonical;
import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The hash that binds an approval to exactly what was shown: the conversation, the call, the tool and the arguments. */
public final class ApprovalHash {

    private ApprovalHash() {}

    public static String of(String conversationId, ToolCall call, JsonNode arguments) {
        ObjectNode shown = Json.MAPPER.createObjectNode();
        shown.put("conversation", conversationId);
        shown.put("call", call.callId());
        shown.put("tool", call.tool());
        shown.set("arguments", arguments);
        return Canonical.hash(shown);
    }
}
