package clda.dialogue;

import clda.conversation.CallEvent.ToolRequested;
import clda.conversation.CallPlace;
import clda.conversation.Conversation;
import clda.conversation.ToolCall;
import clda.conversation.Trigger;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.TurnStarted;
import clda.json.Json;
import clda.tools.Tool;
import clda.tools.ToolDefinition;
import clda.tools.Toolbox;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compensation (H. Garcia-Molina, K. Salem, "Sagas", 1987): what a turn has done is undone, last first, by the undo tools that
 * its tools name. Each undo is a separate call with its own effect class; a failed undo is left to a person.
 */
final class Undo {

    private final Toolbox tools;

    Undo(Toolbox tools) {
        this.tools = tools;
    }

    /** The turn that undoes what the given one has done; empty if nothing can be undone. */
    Optional<TurnStarted> of(Conversation conversation, Turn turn) {
        Trigger trigger = turn.trigger();
        boolean itselfAnUndo = trigger != null && trigger.kind() == Trigger.Kind.UNDO;
        if (itselfAnUndo || turn.calls().stream().noneMatch(this::canBeUndone)) {
            return Optional.empty();
        }
        return Optional.of(taking(conversation, turn, turn.id()));
    }

    /** The turn that undoes one call. */
    TurnStarted of(Conversation conversation, Turn turn, ToolCall call) {
        if (!canBeUndone(call)) {
            throw new Refused(Refused.Kind.INVALID, "This cannot be undone.");
        }
        return taking(conversation, turn, turn.id() + "/" + call.callId());
    }

    private static TurnStarted taking(Conversation conversation, Turn turn, String reference) {
        String text = Spoken.in(conversation).choose("Undo what was done.", "撤销已完成的操作。");
        return new TurnStarted(
                        text,
                        turn.by(),
                        null,
                        conversation.tip(),
                        new Trigger(Trigger.Kind.UNDO, reference, null, null, null))
                .untrusted(conversation.tainted(turn.id()));
    }

    boolean canBeUndone(ToolCall call) {
        return call.undoneBy() == null && undoOf(call).isPresent() && done(call) != null;
    }

    private Optional<ToolDefinition> undoOf(ToolCall call) {
        return tools.find(call.tool())
                .map(tool -> tool.definition().traits().undo())
                .flatMap(tools::find)
                .map(Tool::definition);
    }

    /** The result of the call or of its task; null if it has not completed. */
    private static @Nullable JsonNode done(ToolCall call) {
        ToolCall.Task task = call.task();
        if (task != null) {
            return task.state() == ToolCall.State.COMPLETED ? task.result() : null;
        }
        return call.state() == ToolCall.State.COMPLETED ? call.result() : null;
    }

    /** The calls with which a turn opened by this trigger begins. */
    List<ToolRequested> firstCalls(Conversation conversation, String turnId, @Nullable Trigger trigger) {
        if (trigger == null) {
            return List.of();
        }
        return switch (trigger.kind()) {
            case UNDO -> undoing(conversation, turnId, trigger.reference());
            case AGAIN -> List.of(again(conversation, turnId, trigger.reference()));
            case TASK, REMINDER, TIMER, RESOLVED, EVENT -> List.of();
        };
    }

    private List<ToolRequested> undoing(Conversation conversation, String turnId, String reference) {
        int slash = reference.indexOf('/');
        Turn turn = conversation.turn(slash < 0 ? reference : reference.substring(0, slash));
        List<ToolRequested> requests = new ArrayList<>();
        for (ToolCall call : turn.calls().reversed()) {
            boolean meant = slash < 0 || call.callId().equals(reference.substring(slash + 1));
            if (meant && canBeUndone(call)) {
                ToolDefinition undo = undoOf(call).orElseThrow();
                requests.add(new ToolRequested(
                        turnId + "-c" + (requests.size() + 1),
                        1,
                        undo.name(),
                        arguments(undo, call),
                        undo.effect().name(),
                        new CallPlace(turn.id(), call.callId())));
            }
        }
        return requests;
    }

    private static ObjectNode arguments(ToolDefinition undo, ToolCall call) {
        ObjectNode arguments = Json.MAPPER.createObjectNode();
        JsonNode result = done(call);
        undo.parameters().path("properties").fieldNames().forEachRemaining(name -> {
            JsonNode value = result != null && result.has(name)
                    ? result.get(name)
                    : call.arguments().get(name);
            if (value != null) {
                arguments.set(name, value);
            }
        });
        return arguments;
    }

    private static ToolRequested again(Conversation conversation, String turnId, String reference) {
        int slash = reference.indexOf('/');
        ToolCall call = conversation.turn(reference.substring(0, slash)).call(reference.substring(slash + 1));
        return new ToolRequested(turnId + "-c1", 1, call.tool(), call.arguments(), call.effect(), call.undoes());
    }
}
