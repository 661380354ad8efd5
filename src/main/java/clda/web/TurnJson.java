package clda.web;

import clda.conversation.ConversationEvent.MessageCompleted;
import clda.conversation.EventCodec;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A turn as the API shows it. */
public final class TurnJson {

    private TurnJson() {}

    public static ObjectNode of(String conversationId, Turn turn) {
        ObjectNode json = EventCodec.JSON.createObjectNode();
        json.put("id", turn.id());
        json.put("conversationId", conversationId);
        json.put("state", turn.state().name());
        json.put("text", turn.text());
        if (turn.follows() != null) {
            json.put("follows", turn.follows());
        }
        if (turn.intent() != null) {
            json.put("intent", turn.intent().intent());
        }
        ArrayNode calls = json.putArray("toolCalls");
        turn.calls().forEach(call -> calls.add(call(call)));
        turn.calls().stream()
                .filter(call -> call.state() == ToolCall.State.awaiting_approval)
                .findFirst()
                .ifPresent(call -> json.set("approval", approval(call)));
        if (turn.reply() != null) {
            json.put("reply", turn.reply());
        }
        if (turn.partial() != null) {
            json.put("partial", turn.partial());
        }
        if (turn.problem() != null) {
            json.set("problem", EventCodec.JSON.valueToTree(turn.problem()));
        }
        if (turn.interruption() != null) {
            json.put("interruption", turn.interruption());
        }
        usage(turn, json);
        json.put("startedAt", turn.startedAt().toString());
        if (turn.settledAt() != null) {
            json.put("settledAt", turn.settledAt().toString());
        }
        return json;
    }

    private static void usage(Turn turn, ObjectNode json) {
        long input = 0;
        long output = 0;
        boolean told = false;
        for (Turn.Reply reply : turn.replies()) {
            MessageCompleted message = reply.message();
            if (message.model() != null) {
                json.put("model", message.model());
            }
            if (message.usage() != null) {
                told = true;
                input += message.usage().inputTokens();
                output += message.usage().outputTokens();
            }
        }
        if (told) {
            json.putObject("usage").put("inputTokens", input).put("outputTokens", output);
        }
    }

    static ObjectNode call(ToolCall call) {
        ObjectNode json = EventCodec.JSON.createObjectNode();
        json.put("callId", call.callId());
        json.put("tool", call.tool());
        json.set("arguments", call.arguments());
        if (call.effect() != null) {
            json.put("effect", call.effect());
        }
        json.put("state", call.state().name());
        if (call.result() != null) {
            json.set("result", call.result());
        }
        if (call.error() != null) {
            json.set("error", EventCodec.JSON.valueToTree(call.error()));
        }
        if (call.reference() != null) {
            json.put("reference", call.reference());
        }
        return json;
    }

    /** What a person is asked to approve. */
    public static ObjectNode approval(ToolCall call) {
        ObjectNode json = EventCodec.JSON.createObjectNode();
        ToolCall.PendingApproval asked = java.util.Objects.requireNonNull(call.approval());
        json.put("approvalId", asked.approvalId());
        json.put("callId", call.callId());
        json.put("tool", call.tool());
        json.set("arguments", call.arguments());
        json.put("hash", asked.hash());
        json.put("expiresAt", asked.expiresAt().toString());
        json.put("role", asked.role());
        return json;
    }
}
