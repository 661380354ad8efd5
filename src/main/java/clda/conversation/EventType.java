package clda.conversation;

import clda.conversation.CallEvent.*;
import clda.conversation.ConversationEvent.*;
import clda.conversation.TurnEvent.*;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The public name of each kind of event. */
public enum EventType {
    CONVERSATION_OPENED("conversation.opened", ConversationOpened.class),
    TURN_QUEUED("turn.queued", TurnQueued.class),
    TURN_STARTED("turn.started", TurnStarted.class),
    TURN_RESUMED("turn.resumed", TurnResumed.class),
    INTENT_RECOGNIZED("intent.recognized", IntentRecognized.class),
    MESSAGE_COMPLETED("message.completed", MessageCompleted.class),
    TOOL_REQUESTED("tool.requested", ToolRequested.class),
    APPROVAL_REQUESTED("approval.requested", ApprovalRequested.class),
    APPROVAL_DELEGATED("approval.delegated", ApprovalDelegated.class),
    APPROVAL_DECIDED("approval.decided", ApprovalDecided.class),
    TOOL_STARTED("tool.started", ToolStarted.class),
    TOOL_PROGRESS("tool.progress", ToolProgress.class),
    TOOL_COMPLETED("tool.completed", ToolCompleted.class),
    TOOL_FAILED("tool.failed", ToolFailed.class),
    TOOL_UNKNOWN("tool.unknown", ToolUnknown.class),
    TOOL_RESOLVED("tool.resolved", ToolResolved.class),
    TASK_STARTED("task.started", TaskStarted.class),
    TASK_COMPLETED("task.completed", TaskCompleted.class),
    TASK_FAILED("task.failed", TaskFailed.class),
    TASK_UNKNOWN("task.unknown", TaskUnknown.class),
    TURN_COMPLETED("turn.completed", TurnCompleted.class),
    TURN_FAILED("turn.failed", TurnFailed.class),
    TURN_CANCELLING("turn.cancelling", TurnCancelling.class),
    TURN_CANCELLED("turn.cancelled", TurnCancelled.class),
    TURN_INTERRUPTED("turn.interrupted", TurnInterrupted.class),
    CONVERSATION_SUMMARIZED("conversation.summarized", ConversationSummarized.class),
    PROMPT_PINNED("prompt.pinned", PromptPinned.class),
    MODEL_CHOSEN("model.chosen", ModelChosen.class),
    RECORDING_CHANGED("recording.changed", RecordingChanged.class),
    CONVERSATION_RENAMED("conversation.renamed", ConversationRenamed.class),
    CONVERSATION_ARCHIVED("conversation.archived", ConversationArchived.class);

    private static final Map<String, EventType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(EventType::publicName, Function.identity()));
    private static final Map<Class<?>, EventType> BY_CLASS =
            Arrays.stream(values()).collect(Collectors.toMap(EventType::eventClass, Function.identity()));

    private final String publicName;
    private final Class<? extends ConversationEvent> eventClass;

    EventType(String publicName, Class<? extends ConversationEvent> eventClass) {
        this.publicName = publicName;
        this.eventClass = eventClass;
    }

    public String publicName() {
        return publicName;
    }

    public Class<? extends ConversationEvent> eventClass() {
        return eventClass;
    }

    /** Whether it ends a turn. */
    public boolean settlesTurn() {
        return switch (this) {
            case TURN_COMPLETED, TURN_FAILED, TURN_CANCELLED, TURN_INTERRUPTED -> true;
            default -> false;
        };
    }

    public static EventType of(ConversationEvent event) {
        EventType type = BY_CLASS.get(event.getClass());
        if (type == null) {
            throw new IllegalStateException(
                    "no public name for " + event.getClass().getName());
        }
        return type;
    }

    /** @throws IllegalArgumentException for a name that this version does not know */
    public static EventType named(String publicName) {
        EventType type = BY_NAME.get(publicName);
        if (type == null) {
            throw new IllegalArgumentException("unknown event type " + publicName);
        }
        return type;
    }
}
