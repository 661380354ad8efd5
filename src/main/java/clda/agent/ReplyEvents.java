package clda.agent;

import clda.agent.Responder.Response;
import clda.conversation.CallEvent.ToolRequested;
import clda.conversation.CallEvent.ToolStarted;
import clda.conversation.Conversation;
import clda.conversation.ConversationEvent;
import clda.conversation.IntentSource;
import clda.conversation.MessageRole;
import clda.conversation.SlotValue;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.IntentRecognized;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.llm.ModelReply;
import clda.tools.CallArguments;
import clda.tools.Tool;
import clda.tools.ToolDefinition;
import clda.tools.Toolbox;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The events that record an answer: what was understood, the message, and the calls that it asks for. */
final class ReplyEvents {

    private final ContextWindow window;
    private final CallRunner calls;

    ReplyEvents(ContextWindow window, CallRunner calls) {
        this.window = window;
        this.calls = calls;
    }

    /**
     * The events that record the answer. A call that starts at once is recorded as started together with its request.
     *
     * @param foreign whether the model was shown something that others may have written
     */
    List<ConversationEvent> of(
            Conversation conversation, String turnId, Response response, Toolbox toolbox, boolean foreign) {
        ModelReply reply = response.reply();
        Turn turn = conversation.turn(turnId);
        int step = turn.steps() + 1;
        List<ConversationEvent> events = new ArrayList<>();
        if (response.fromModel()) {
            window.unpinned(conversation, turnId).ifPresent(events::add);
        }
        if (turn.intent() == null) {
            intent(response).ifPresent(events::add);
        }
        boolean untrusted = foreign && response.fromModel();
        if (!reply.text().isEmpty() || reply.usage() != null || reply.reasoning() != null || untrusted) {
            events.add(new MessageCompleted(
                    turn.id() + "-m" + step,
                    MessageRole.ASSISTANT,
                    reply.text(),
                    reply.model(),
                    reply.usage(),
                    reply.truncated() ? true : null,
                    reply.reasoning(),
                    reply.end() == ModelReply.End.REFUSED ? true : null,
                    untrusted ? true : null));
        }
        int ordinal = turn.calls().size();
        for (ModelReply.ProposedCall proposed : reply.calls()) {
            ordinal++;
            Optional<ToolDefinition> tool = toolbox.find(proposed.tool()).map(Tool::definition);
            ModelReply.ProposedCall call = new ModelReply.ProposedCall(
                    proposed.tool(),
                    tool.map(definition -> CallArguments.fitted(definition, proposed.arguments()))
                            .orElse(proposed.arguments()));
            String effect = tool.map(definition -> definition.effect().name()).orElse(null);
            String callId = turn.id() + "-c" + ordinal;
            events.add(new ToolRequested(callId, step, call.tool(), call.arguments(), effect));
            if (calls.startsAtOnce(call, toolbox)) {
                events.add(new ToolStarted(callId));
            }
        }
        return events;
    }

    /** Drops the calls: in a truncated answer, a call may itself be truncated. */
    static List<ConversationEvent> withoutCalls(List<ConversationEvent> events) {
        return events.stream()
                .filter(event -> !(event instanceof ToolRequested || event instanceof ToolStarted))
                .toList();
    }

    private static Optional<IntentRecognized> intent(Response response) {
        if (response.intent() != null) {
            return Optional.of(response.intent());
        }
        ModelReply reply = response.reply();
        if (reply.calls().isEmpty()) {
            return Optional.empty();
        }
        // A model that calls a tool has recognised what the user wants.
        ModelReply.ProposedCall first = reply.calls().getFirst();
        Map<String, SlotValue> slots = new TreeMap<>();
        for (Map.Entry<String, JsonNode> argument : first.arguments().properties()) {
            String value = argument.getValue().isValueNode()
                    ? argument.getValue().asText()
                    : argument.getValue().toString();
            slots.put(argument.getKey(), new SlotValue(value, value));
        }
        return Optional.of(new IntentRecognized(first.tool(), 1.0, slots, IntentSource.MODEL));
    }
}
