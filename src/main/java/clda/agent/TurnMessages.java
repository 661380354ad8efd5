package clda.agent;

import clda.conversation.ToolCall;
import clda.conversation.Trigger;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.json.Json;
import clda.llm.ModelMessage;
import clda.llm.SpecialTokens;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The messages in which a model is given a turn: what opened it, then each step with its calls and their results. */
final class TurnMessages {

    private TurnMessages() {}

    /** All of them; a turn that waits for an approval is put into words. */
    static List<ModelMessage> of(Turn turn, List<ModelMessage.Image> shown) {
        List<ModelMessage> messages = new ArrayList<>();
        messages.add(opening(turn, shown));
        if (turn.state() == Turn.State.AWAITING_APPROVAL) {
            messages.add(new ModelMessage.AssistantMessage(waiting(turn), List.of()));
            return messages;
        }
        for (int step = 1; step <= turn.steps(); step++) {
            messages.addAll(step(turn, step));
        }
        messages.addAll(partial(turn));
        return messages;
    }

    /** Describes in words a turn whose calls have no results yet, so that each call sent to a provider has its result. */
    private static String waiting(Turn turn) {
        return turn.calls().stream()
                .filter(call -> call.state() == ToolCall.State.AWAITING_APPROVAL)
                .map(call -> "[" + call.tool() + " " + call.arguments()
                        + " waits for a person's approval. It has not been done, and is not to be asked for again.]")
                .collect(Collectors.joining("\n"));
    }

    /** The messages after the model's message of the step. */
    static List<ModelMessage> after(Turn turn, int step) {
        List<ModelMessage> ofStep = step(turn, step);
        List<ModelMessage> messages = new ArrayList<>(ofStep.subList(1, ofStep.size()));
        for (int next = step + 1; next <= turn.steps(); next++) {
            messages.addAll(step(turn, next));
        }
        messages.addAll(partial(turn));
        return messages;
    }

    /** The model's message of the step and the results of its calls. */
    private static List<ModelMessage> step(Turn turn, int step) {
        List<ModelMessage> messages = new ArrayList<>();
        Optional<MessageCompleted> said = turn.replies().stream()
                .filter(reply -> reply.step() == step)
                .map(Turn.Reply::message)
                .findFirst();
        List<ToolCall> calls = turn.calls().stream()
                .filter(call -> call.step() == step && call.state().settled())
                .toList();
        messages.add(new ModelMessage.AssistantMessage(
                said.map(MessageCompleted::text).orElse(""),
                calls.stream()
                        .map(call -> new ModelMessage.PastCall(call.callId(), call.tool(), call.arguments()))
                        .toList(),
                said.map(MessageCompleted::reasoning).orElse(null)));
        calls.forEach(call -> messages.add(new ModelMessage.ToolMessage(call.callId(), call.tool(), outcome(call))));
        return messages;
    }

    private static List<ModelMessage> partial(Turn turn) {
        String partial = turn.partial();
        return partial == null || partial.isEmpty()
                ? List.of()
                : List.of(new ModelMessage.AssistantMessage(partial, List.of()));
    }

    private static ModelMessage opening(Turn turn, List<ModelMessage.Image> shown) {
        Trigger trigger = turn.trigger();
        if (trigger == null) {
            return said(turn, shown);
        }
        return switch (trigger.kind()) {
            // What the user wants at this point, in the user's words.
            case TIMER, UNDO, AGAIN -> new ModelMessage.UserMessage(text(turn));
            case TASK, REMINDER, RESOLVED, EVENT -> new ModelMessage.NoticeMessage(trigger, turn.text());
        };
    }

    private static String text(Turn turn) {
        return turn.opensUntrusted() ? SpecialTokens.broken(turn.text()) : turn.text();
    }

    private static ModelMessage said(Turn turn, List<ModelMessage.Image> shown) {
        int gone = turn.images().size() - shown.size();
        return new ModelMessage.UserMessage(
                gone == 0 ? text(turn) : text(turn) + "\n[" + gone + " image(s), no longer shown]", shown);
    }

    /** The outcome of a settled call, as given to the model. */
    static JsonNode outcome(ToolCall call) {
        JsonNode result = call.result();
        if (result != null) {
            return result;
        }
        ObjectNode outcome = Json.MAPPER.createObjectNode();
        if (call.error() != null) {
            outcome.put("error", call.error().code());
            outcome.put("message", call.error().message());
        } else if (call.state() == ToolCall.State.COMPLETED) {
            outcome.put("outcome", "done").put("checked", true);
        } else {
            outcome.put("outcome", "unknown");
            outcome.put("reference", call.reference());
            outcome.put("do_not_retry", true);
        }
        return outcome;
    }
}
