package clda.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a conversation and is stored for good. The name given by {@link EventType} is the one
 * that clients see; fields may be added later, never removed or given another meaning.
 */
public sealed interface ConversationEvent {

    /** A person spoke while another turn ran; the turn waits. */
    record TurnQueued(String text, Requester by, @Nullable String clientMessageId, @Nullable String follows)
            implements ConversationEvent {}

    /**
     * A turn began.
     *
     * @param follows the turn before it on its branch; null for the first of a conversation
     * @param clientMessageId the client's own id of the message: the same id twice is one message
     */
    record TurnStarted(String text, Requester by, @Nullable String clientMessageId, @Nullable String follows)
            implements ConversationEvent {}

    /** The engine came back and takes the turn up again, for the {@code attempt}-th time. */
    record TurnResumed(int attempt) implements ConversationEvent {}

    /** @param confidence 0 to 1 */
    record IntentRecognized(String intent, double confidence, Map<String, SlotValue> slots, Source source)
            implements ConversationEvent {}

    /**
     * A message is whole.
     *
     * @param truncated the model stopped at its length limit; the text is what came until then
     */
    record MessageCompleted(
            String messageId,
            Role role,
            String text,
            @Nullable String model,
            @Nullable Usage usage,
            @Nullable Boolean truncated)
            implements ConversationEvent {}

    /** @param step counts model calls in the turn from 1; calls of one step were asked for together */
    record ToolRequested(String callId, int step, String tool, JsonNode arguments, @Nullable String effect)
            implements ConversationEvent {}

    record ApprovalRequested(
            String approvalId,
            String callId,
            String tool,
            JsonNode arguments,
            String hash,
            Instant expiresAt,
            String role)
            implements ConversationEvent {}

    /**
     * @param arguments the arguments as approved, when the person edited them; else null
     * @param hash the hash of what was decided about
     */
    record ApprovalDecided(
            String approvalId,
            String callId,
            Decision decision,
            String by,
            @Nullable String reason,
            @Nullable ObjectNode arguments,
            String hash)
            implements ConversationEvent {}

    record ToolStarted(String callId) implements ConversationEvent {}

    record ToolProgress(String callId, int percent, @Nullable String note) implements ConversationEvent {}

    record ToolCompleted(String callId, JsonNode result) implements ConversationEvent {}

    record ToolFailed(String callId, ToolError error) implements ConversationEvent {}

    /** Nobody can know whether the effect happened; {@code reference} finds it at the other side. */
    record ToolUnknown(String callId, String reference) implements ConversationEvent {}

    /** @param awaiting the question that the reply asks, when the person has to go on; else null */
    record TurnCompleted(String reply, @Nullable Frame awaiting) implements ConversationEvent {}

    record TurnFailed(Problem problem) implements ConversationEvent {}

    /** @param partial what had been said when it was stopped; never a whole answer */
    record TurnCancelled(String by, @Nullable String partial) implements ConversationEvent {}

    record TurnInterrupted(String reason) implements ConversationEvent {}

    record ConversationRenamed(String title) implements ConversationEvent {}

    record ConversationArchived(boolean archived) implements ConversationEvent {}

    enum Role {
        user,
        assistant
    }

    enum Source {
        model,
        local,
        rasa
    }

    enum Decision {
        approve,
        deny
    }

    /** Who asked, with the roles held at that time. */
    record Requester(String user, List<String> roles) {
        public Requester {
            roles = List.copyOf(roles);
        }
    }

    /** A slot's normalised value beside what the person wrote. */
    record SlotValue(String value, String raw) {}

    /** Tokens, as the provider counted them. */
    record Usage(long inputTokens, long outputTokens) {}

    /** @param code what a program may act on; {@code message} is for the model and the person */
    record ToolError(String code, String message) {}

    /** Why a turn failed, in the words of RFC 9457. */
    record Problem(String type, String title, String detail, boolean retryable) {}

    /** An intent whose slots are being collected. */
    record Frame(String intent, Map<String, SlotValue> slots, List<String> missing) {
        public Frame {
            slots = Map.copyOf(slots);
            missing = List.copyOf(missing);
        }
    }
}
