package clda.web;

import clda.conversation.ConversationEvent.MessageCompleted;
import clda.conversation.DigitalSource;
import clda.conversation.EventCodec;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.dialogue.ShownText;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** A turn as the API shows it. */
public final class TurnJson {

    private TurnJson() {}

    public static ObjectNode of(String conversationId, Turn turn) {
        ObjectNode json = EventCodec.JSON.createObjectNode();
        json.put("id", turn.id());
        json.put("conversationId", conversationId);
        json.put("state", turn.state().name());
        json.put("text", turn.text());
        if (!turn.images().isEmpty()) {
            json.set("images", EventCodec.JSON.valueToTree(turn.images()));
        }
        if (turn.follows() != null) {
            json.put("follows", turn.follows());
        }
        if (turn.trigger() != null) {
            json.set("trigger", EventCodec.JSON.valueToTree(turn.trigger()));
        }
        if (turn.intent() != null) {
            json.put("intent", turn.intent().intent());
            if (turn.intent().means() != null) {
                json.put("understood", turn.intent().means());
            }
        }
        ArrayNode calls = json.putArray("toolCalls");
        turn.calls().forEach(call -> calls.add(call(call)));
        turn.calls().stream()
                .filter(call -> call.state() == ToolCall.State.awaiting_approval)
                .findFirst()
                .ifPresent(call -> json.set("approval", approval(call)));
        if (turn.reply() != null) {
            json.put("reply", turn.reply());
            source(turn).mark(json);
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

    private static DigitalSource source(Turn turn) {
        return turn.replies().isEmpty()
                ? DigitalSource.RULES
                : DigitalSource.of(turn.replies().getLast().message().model());
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
        if (call.undoes() != null) {
            json.set("undoes", EventCodec.JSON.valueToTree(call.undoes()));
        }
        if (call.undoneBy() != null) {
            json.set("undoneBy", EventCodec.JSON.valueToTree(call.undoneBy()));
        }
        if (call.task() != null) {
            json.set("task", task(call.task()));
        }
        return json;
    }

    /** Work in the background. */
    public static ObjectNode task(ToolCall.Task task) {
        ObjectNode json = EventCodec.JSON.createObjectNode();
        json.put("id", task.taskId());
        json.put("state", task.state().name());
        ToolCall.Progress progress = task.progress();
        if (progress != null) {
            json.put("percent", progress.percent());
            json.put("note", progress.note());
        }
        if (task.result() != null) {
            json.set("result", task.result());
        }
        if (task.error() != null) {
            json.set("error", EventCodec.JSON.valueToTree(task.error()));
        }
        return json;
    }

    /** What a person is asked to approve, with its arguments also as they have to be shown. */
    public static ObjectNode approval(ToolCall call) {
        return approval(call, Map.of());
    }

    /** @param money the currencies of arguments that are amounts of money, by their names */
    public static ObjectNode approval(ToolCall call, Map<String, String> money) {
        ObjectNode json = EventCodec.JSON.createObjectNode();
        ToolCall.PendingApproval asked = java.util.Objects.requireNonNull(call.approval());
        json.put("approvalId", asked.approvalId());
        json.put("callId", call.callId());
        json.put("tool", call.tool());
        json.set("arguments", call.arguments());
        json.put("hash", asked.hash());
        json.put("expiresAt", asked.expiresAt().toString());
        json.put("role", asked.role());
        if (asked.because() != null) {
            json.put("because", asked.because().name());
        }
        if (asked.sum() != null) {
            json.set("sum", EventCodec.JSON.valueToTree(asked.sum()));
        }
        if (asked.delegate() != null) {
            json.put("delegate", asked.delegate());
        }
        json.set("shown", shown(call, money));
        return json;
    }

    /**
     * The arguments as text, complete and with nothing hidden.
     *
     * @param money the currencies of those that are amounts of money, by their names
     */
    public static ArrayNode shown(ToolCall call, Map<String, String> money) {
        ArrayNode shown = EventCodec.JSON.createArrayNode();
        call.arguments().properties().forEach(argument -> {
            JsonNode value = argument.getValue();
            ObjectNode item = shown.addObject()
                    .put("name", ShownText.of(argument.getKey()))
                    .put("value", ShownText.of(value.isValueNode() ? value.asText() : value.toPrettyString()));
            String currency = money.getOrDefault(argument.getKey(), "");
            if (value.isNumber() && !currency.isEmpty()) {
                item.put("currency", currency);
            }
        });
        return shown;
    }
}
