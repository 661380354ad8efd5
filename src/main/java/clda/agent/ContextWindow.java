package clda.agent;

import clda.conversation.Conversation;
import clda.conversation.ConversationEvent.MessageCompleted;
import clda.conversation.ConversationEvent.Trigger;
import clda.conversation.EventCodec;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.llm.ModelMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The part of a conversation that a model is given: the system prompt, the turn in progress, and as many whole turns
 * before it as fit. An assistant message with calls and the results of these calls stay or go together.
 */
public final class ContextWindow {

    private static final int PER_MESSAGE = 6;

    private final String systemPrompt;
    private final int tokens;
    private final TokenCounter counter;

    public ContextWindow(String systemPrompt, int tokens, TokenCounter counter) {
        this.systemPrompt = systemPrompt;
        this.tokens = tokens;
        this.counter = counter;
    }

    /** The history to send for the next step of the turn. */
    public List<ModelMessage> of(Conversation conversation, String turnId) {
        List<Turn> branch = conversation.branchTo(turnId);
        List<ModelMessage> current = messages(branch.getLast());
        List<List<ModelMessage>> past = branch.subList(0, branch.size() - 1).stream()
                .filter(turn -> turn.state().settled())
                .map(ContextWindow::messages)
                .toList();
        ModelMessage system = new ModelMessage.SystemMessage(systemPrompt);
        int first = firstThatFits(
                past,
                cost(List.of(system), counter::upperBound) + cost(current, counter::upperBound),
                counter::upperBound);
        if (first > 0) {
            int fixed = cost(List.of(system), counter::count) + cost(current, counter::count);
            first = firstThatFits(past, fixed, counter::count);
        }
        List<ModelMessage> window = new ArrayList<>();
        window.add(system);
        past.subList(first, past.size()).forEach(window::addAll);
        window.addAll(current);
        return window;
    }

    private int firstThatFits(List<List<ModelMessage>> past, int fixed, ToIntFunction<String> count) {
        int room = tokens - fixed;
        int first = past.size();
        while (first > 0) {
            room -= cost(past.get(first - 1), count);
            if (room < 0) {
                break;
            }
            first--;
        }
        return first;
    }

    private static int cost(List<ModelMessage> messages, ToIntFunction<String> count) {
        int sum = 0;
        for (ModelMessage message : messages) {
            sum += PER_MESSAGE;
            switch (message) {
                case ModelMessage.SystemMessage system -> sum += count.applyAsInt(system.text());
                case ModelMessage.UserMessage user -> sum += count.applyAsInt(user.text());
                case ModelMessage.NoticeMessage notice -> sum += count.applyAsInt(notice.words());
                case ModelMessage.ToolMessage tool ->
                    sum += count.applyAsInt(tool.outcome().toString());
                case ModelMessage.AssistantMessage assistant -> {
                    sum += count.applyAsInt(assistant.text());
                    for (ModelMessage.PastCall call : assistant.calls()) {
                        sum += count.applyAsInt(call.tool() + call.arguments()) + PER_MESSAGE;
                    }
                }
            }
        }
        return sum;
    }

    private static List<ModelMessage> messages(Turn turn) {
        List<ModelMessage> messages = new ArrayList<>();
        messages.add(opening(turn));
        for (int step = 1; step <= turn.steps(); step++) {
            int of = step;
            Optional<MessageCompleted> said = turn.replies().stream()
                    .filter(reply -> reply.step() == of)
                    .map(Turn.Reply::message)
                    .findFirst();
            List<ToolCall> calls = turn.calls().stream()
                    .filter(call -> call.step() == of && call.state().settled())
                    .toList();
            messages.add(new ModelMessage.AssistantMessage(
                    said.map(MessageCompleted::text).orElse(""),
                    calls.stream()
                            .map(call -> new ModelMessage.PastCall(call.callId(), call.tool(), call.arguments()))
                            .toList(),
                    said.map(MessageCompleted::reasoning).orElse(null)));
            calls.forEach(
                    call -> messages.add(new ModelMessage.ToolMessage(call.callId(), call.tool(), outcome(call))));
        }
        String partial = turn.partial();
        if (partial != null && !partial.isEmpty()) {
            messages.add(new ModelMessage.AssistantMessage(partial, List.of()));
        }
        return messages;
    }

    private static ModelMessage opening(Turn turn) {
        Trigger trigger = turn.trigger();
        if (trigger == null) {
            return new ModelMessage.UserMessage(turn.text());
        }
        return switch (trigger.kind()) {
            // What the person wants then, in the person's words.
            case timer, undo, again -> new ModelMessage.UserMessage(turn.text());
            case task, reminder, resolved -> new ModelMessage.NoticeMessage(trigger, turn.text());
        };
    }

    /** What the model is told of a settled call. */
    static JsonNode outcome(ToolCall call) {
        JsonNode result = call.result();
        if (result != null) {
            return result;
        }
        ObjectNode outcome = EventCodec.JSON.createObjectNode();
        if (call.error() != null) {
            outcome.put("error", call.error().code());
            outcome.put("message", call.error().message());
        } else if (call.state() == ToolCall.State.completed) {
            outcome.put("outcome", "done").put("checked", true);
        } else {
            outcome.put("outcome", "unknown");
            outcome.put("reference", call.reference());
            outcome.put("do_not_retry", true);
        }
        return outcome;
    }
}
