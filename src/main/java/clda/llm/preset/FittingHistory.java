package clda.llm.preset;

import clda.llm.ModelMessage;
import clda.llm.ModelMessage.AssistantMessage;
import clda.llm.ModelMessage.Image;
import clda.llm.ModelMessage.NoticeMessage;
import clda.llm.ModelMessage.PastCall;
import clda.llm.ModelMessage.SystemMessage;
import clda.llm.ModelMessage.ToolMessage;
import clda.llm.ModelMessage.UserMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Converts a history to the form that a server accepts: the number of system messages, the order of roles, the ids of calls and
 * the names of tools. The content does not change.
 */
public final class FittingHistory {

    /** Stands in for a required message of the model that is missing because the turn was cancelled or failed. */
    private static final String NO_ANSWER = "[No answer was given.]";

    private static final String NO_WORDS = "[Nothing was said.]";

    private final Preset.History rules;
    private final ToolNames names;

    public FittingHistory(Preset.History rules, ToolNames names) {
        this.rules = rules;
        this.names = names;
    }

    /** The converted history. Notices have become user messages. */
    public List<ModelMessage> of(List<ModelMessage> history) {
        List<ModelMessage> said = new ArrayList<>();
        for (ModelMessage message : history) {
            ModelMessage plain = plain(message);
            boolean empty = plain instanceof AssistantMessage assistant
                    && assistant.text().isEmpty()
                    && assistant.calls().isEmpty();
            if (!empty) {
                said.add(plain);
            }
        }
        return numbered(inOrder(withSystem(said)));
    }

    private static ModelMessage plain(ModelMessage message) {
        return switch (message) {
            case NoticeMessage notice -> new UserMessage(notice.words());
            case UserMessage user ->
                user.text().isBlank() && user.images().isEmpty() ? new UserMessage(NO_WORDS) : user;
            case AssistantMessage assistant ->
                assistant.text().isBlank()
                        ? new AssistantMessage("", assistant.calls(), assistant.reasoning())
                        : assistant;
            case SystemMessage system -> system;
            case ToolMessage tool -> tool;
        };
    }

    private List<ModelMessage> withSystem(List<ModelMessage> history) {
        if (rules.systemMessages() == Preset.SystemMessages.SEVERAL) {
            return history;
        }
        String system = history.stream()
                .filter(SystemMessage.class::isInstance)
                .map(message -> ((SystemMessage) message).text())
                .collect(Collectors.joining("\n\n"));
        List<ModelMessage> others = history.stream()
                .filter(message -> !(message instanceof SystemMessage))
                .collect(Collectors.toCollection(ArrayList::new));
        if (system.isEmpty()) {
            return others;
        }
        if (rules.systemMessages() == Preset.SystemMessages.ONE) {
            others.addFirst(new SystemMessage(system));
        } else if (!others.isEmpty() && others.getFirst() instanceof UserMessage first) {
            others.set(0, new UserMessage(joined(system, first.text()), first.images()));
        } else {
            others.addFirst(new UserMessage(system));
        }
        return others;
    }

    private List<ModelMessage> inOrder(List<ModelMessage> history) {
        List<ModelMessage> ordered = new ArrayList<>();
        for (ModelMessage message : history) {
            ModelMessage before = ordered.isEmpty() ? null : ordered.getLast();
            if (before instanceof ToolMessage && message instanceof UserMessage && rules.answerAfterTool()) {
                ordered.add(new AssistantMessage(NO_ANSWER, List.of()));
                ordered.add(message);
            } else if (rules.takesTurns()
                    && before instanceof UserMessage one
                    && message instanceof UserMessage other) {
                ordered.removeLast();
                ordered.add(new UserMessage(
                        joined(one.text(), other.text()),
                        Stream.<Image>concat(one.images().stream(), other.images().stream())
                                .toList()));
            } else if (rules.takesTurns()
                    && before instanceof AssistantMessage one
                    && one.calls().isEmpty()
                    && message instanceof AssistantMessage other) {
                ordered.removeLast();
                ordered.add(new AssistantMessage(joined(one.text(), other.text()), other.calls(), other.reasoning()));
            } else {
                ordered.add(message);
            }
        }
        return ordered;
    }

    private static String joined(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + "\n\n" + other;
    }

    private List<ModelMessage> numbered(List<ModelMessage> history) {
        CallIds ids = new CallIds(rules.callIds());
        Map<String, String> made = new HashMap<>();
        return history.stream()
                .<ModelMessage>map(message -> switch (message) {
                    case AssistantMessage assistant -> {
                        List<PastCall> calls = new ArrayList<>();
                        for (PastCall call : assistant.calls()) {
                            String name = names.sent(call.tool());
                            String id = ids.next(call.callId(), name);
                            made.put(call.callId(), id);
                            calls.add(new PastCall(id, name, readable(call.arguments())));
                        }
                        yield new AssistantMessage(assistant.text(), calls, assistant.reasoning());
                    }
                    case ToolMessage tool ->
                        new ToolMessage(
                                Objects.requireNonNullElse(made.get(tool.callId()), tool.callId()),
                                names.sent(tool.tool()),
                                tool.outcome());
                    case SystemMessage system -> system;
                    case UserMessage user -> user;
                    case NoticeMessage notice -> notice;
                })
                .toList();
    }

    /** Replaces arguments that could not be parsed: servers would fail to parse them, and models would imitate them. */
    private static JsonNode readable(JsonNode arguments) {
        return arguments.isObject()
                ? arguments
                : JsonNodeFactory.instance.objectNode().put("unreadable", true);
    }
}
