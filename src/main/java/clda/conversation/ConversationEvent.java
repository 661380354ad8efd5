package clda.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a conversation and is stored permanently. The name given by {@link EventType} is the one that
 * clients see; fields may be added later, never removed or given another meaning.
 */
public sealed interface ConversationEvent {

    /**
     * A turn was opened while another ran, and waits. The data is the same as that of the {@code turn.started} that follows.
     *
     * @param text what the user said, or what opened the turn in words
     * @param by who asked
     * @param clientMessageId the client's own id of the message: the same id twice is one message
     * @param follows the turn before it on its branch; null for the first of a conversation
     * @param trigger what opened it, if no person spoke
     * @param images that the user showed; null if none
     * @param untrusted what opened it may hold text that was written by others; null if it does not
     */
    record TurnQueued(
            String text,
            Requester by,
            @Nullable String clientMessageId,
            @Nullable String follows,
            @Nullable Trigger trigger,
            @Nullable List<Image> images,
            @Nullable Boolean untrusted)
            implements ConversationEvent {}

    /**
     * A turn began.
     *
     * @param text what the user said, or what opened the turn in words
     * @param by who asked
     * @param follows the turn before it on its branch; null for the first of a conversation
     * @param clientMessageId the client's own id of the message: the same id twice is one message
     * @param trigger what opened it, if no person spoke
     * @param images that the user showed; null if none
     * @param untrusted what opened it may hold text that was written by others; null if it does not
     */
    record TurnStarted(
            String text,
            Requester by,
            @Nullable String clientMessageId,
            @Nullable String follows,
            @Nullable Trigger trigger,
            @Nullable List<Image> images,
            @Nullable Boolean untrusted)
            implements ConversationEvent {

        public TurnStarted {
            images = images == null || images.isEmpty() ? null : List.copyOf(images);
        }

        public TurnStarted(String text, Requester by, @Nullable String clientMessageId, @Nullable String follows) {
            this(text, by, clientMessageId, follows, null, null, null);
        }

        public TurnStarted(
                String text,
                Requester by,
                @Nullable String clientMessageId,
                @Nullable String follows,
                @Nullable Trigger trigger) {
            this(text, by, clientMessageId, follows, trigger, null, null);
        }

        /** The same, saying whether text of others is in what opens it. */
        public TurnStarted untrusted(boolean value) {
            return new TurnStarted(text, by, clientMessageId, follows, trigger, images, value ? true : null);
        }
    }

    /**
     * An image that was taken in before.
     *
     * @param id which one of the conversation
     * @param mediaType such as {@code image/png}
     */
    record Image(String id, String mediaType) {}

    /**
     * The engine was restarted and resumes the turn.
     *
     * @param attempt the number of this attempt, from 1
     */
    record TurnResumed(int attempt) implements ConversationEvent {}

    /**
     * The intent of the turn was recognised.
     *
     * @param intent the name of the intent
     * @param confidence how sure that is, from 0 to 1
     * @param slots what was said about it, by the name of the slot
     * @param source who recognised it
     * @param data names what the built-in understanding had learned by then; null if it was not asked
     * @param words what each part of the sentence was taken for; null if nobody looked
     * @param means what is to be done, in the user's language; null if nothing is, or nobody can tell
     */
    record IntentRecognized(
            String intent,
            double confidence,
            Map<String, SlotValue> slots,
            Source source,
            @Nullable String data,
            @Nullable List<Words> words,
            @Nullable String means)
            implements ConversationEvent {
        public IntentRecognized(String intent, double confidence, Map<String, SlotValue> slots, Source source) {
            this(intent, confidence, slots, source, null, null, null);
        }
    }

    /**
     * Words of a sentence.
     *
     * @param of {@code act} for what names what is wanted, {@code form} for what is polite or joins, {@code left} for what was
     *     not understood, else the name of the slot
     * @param said the user's words
     */
    record Words(String of, String said) {}

    /**
     * A message is whole.
     *
     * @param messageId the one that its pieces were sent with
     * @param role whose it is
     * @param text all of it, as Markdown
     * @param model the model that wrote it; null if none is named
     * @param usage the tokens used; null if the model did not report them
     * @param truncated the model stopped at its length limit; the text is what came until then
     * @param reasoning what the model thought before; null if it did not tell
     * @param refused the model would not do what it was asked, and says so; null for no
     * @param untrusted the model was given text written by others that is not in the log, such as a fact that it had remembered;
     *     null if it was not
     */
    record MessageCompleted(
            String messageId,
            Role role,
            String text,
            @Nullable String model,
            @Nullable Usage usage,
            @Nullable Boolean truncated,
            @Nullable Reasoning reasoning,
            @Nullable Boolean refused,
            @Nullable Boolean untrusted)
            implements ConversationEvent {

        public MessageCompleted(
                String messageId,
                Role role,
                String text,
                @Nullable String model,
                @Nullable Usage usage,
                @Nullable Boolean truncated) {
            this(messageId, role, text, model, usage, truncated, null, null, null);
        }
    }

    /**
     * A tool is to be called.
     *
     * @param callId names the call in all later events
     * @param step counts model calls in the turn from 1; calls of one step were asked for together
     * @param tool the name of the tool
     * @param arguments the arguments of the call
     * @param effect the class of its effect, such as {@code READ} or {@code AT_MOST_ONCE}; null if there is no such tool
     * @param undoes the call that this one takes back; null for all others
     */
    record ToolRequested(
            String callId,
            int step,
            String tool,
            JsonNode arguments,
            @Nullable String effect,
            @Nullable CallPlace undoes)
            implements ConversationEvent {

        public ToolRequested(String callId, int step, String tool, JsonNode arguments, @Nullable String effect) {
            this(callId, step, tool, arguments, effect, null);
        }
    }

    /**
     * A call waits until a person has decided about it.
     *
     * @param approvalId to decide with
     * @param callId the call
     * @param tool the name of its tool
     * @param arguments the arguments of the call
     * @param hash the hash of what is shown; a decision has to name it
     * @param expiresAt when it expires, and counts as denied
     * @param role who may decide: {@code requester} or {@code approver}
     * @param because what asks for it; null means the tool's rule
     * @param sum which the call would exceed; null unless that is what asks for it
     */
    record ApprovalRequested(
            String approvalId,
            String callId,
            String tool,
            JsonNode arguments,
            String hash,
            Instant expiresAt,
            String role,
            @Nullable Because because,
            @Nullable Sum sum)
            implements ConversationEvent {

        public ApprovalRequested(
                String approvalId,
                String callId,
                String tool,
                JsonNode arguments,
                String hash,
                Instant expiresAt,
                String role) {
            this(approvalId, callId, tool, arguments, hash, expiresAt, role, null, null);
        }
    }

    /**
     * Someone who may decide has asked another person to do it.
     *
     * @param approvalId the approval
     * @param callId the call that it is about
     * @param by who has asked
     * @param to who is asked
     */
    record ApprovalDelegated(String approvalId, String callId, String by, String to) implements ConversationEvent {}

    /**
     * A person has decided about a call.
     *
     * @param approvalId the approval
     * @param callId the call that it is about
     * @param decision what was decided
     * @param by who has decided
     * @param reason in the person's words; null if none was given
     * @param arguments the arguments as approved, when the user edited them; else null
     * @param hash the hash of what was decided about
     * @param remember whether further calls of the tool in this conversation need not be asked about; null for no
     * @param clientMessageId the client's own id of the message that decided; null if no message did, or one without
     */
    record ApprovalDecided(
            String approvalId,
            String callId,
            Decision decision,
            String by,
            @Nullable String reason,
            @Nullable ObjectNode arguments,
            String hash,
            @Nullable Boolean remember,
            @Nullable String clientMessageId)
            implements ConversationEvent {

        public ApprovalDecided(
                String approvalId,
                String callId,
                Decision decision,
                String by,
                @Nullable String reason,
                @Nullable ObjectNode arguments,
                String hash) {
            this(approvalId, callId, decision, by, reason, arguments, hash, null, null);
        }
    }

    /**
     * A tool is being called.
     *
     * @param callId the call
     */
    record ToolStarted(String callId) implements ConversationEvent {}

    /**
     * The progress of a call or its task.
     *
     * @param callId the call
     * @param percent the share that is done, in percent
     * @param note the progress in words; null if there are none
     */
    record ToolProgress(String callId, int percent, @Nullable String note) implements ConversationEvent {}

    /**
     * A call has returned its result.
     *
     * @param callId the call
     * @param result the result of the tool; its form depends on the tool
     * @param untrusted whether the result was written by others, who may want the model to do something; null for no
     */
    record ToolCompleted(String callId, JsonNode result, @Nullable Boolean untrusted) implements ConversationEvent {
        public ToolCompleted(String callId, JsonNode result) {
            this(callId, result, null);
        }
    }

    /**
     * A call has failed.
     *
     * @param callId the call
     * @param error why
     * @param untrusted what the error says may have been written by others; null if it was not
     */
    record ToolFailed(String callId, ToolError error, @Nullable Boolean untrusted) implements ConversationEvent {
        public ToolFailed(String callId, ToolError error) {
            this(callId, error, null);
        }
    }

    /**
     * Nobody can know whether the effect of a call happened.
     *
     * @param callId the call
     * @param reference finds the effect at the remote system
     */
    record ToolUnknown(String callId, String reference) implements ConversationEvent {}

    /**
     * A person has resolved a call with an unknown outcome, or an undo that failed.
     *
     * @param callId the call
     * @param resolution the outcome that was found
     * @param by who has
     * @param reason in the person's words; null if none was given
     */
    record ToolResolved(String callId, Resolution resolution, String by, @Nullable String reason)
            implements ConversationEvent {}

    /**
     * The call continues in the background after its turn.
     *
     * @param taskId the task
     * @param callId the call
     * @param tool the name of its tool
     */
    record TaskStarted(String taskId, String callId, String tool) implements ConversationEvent {}

    /**
     * A task has returned its result.
     *
     * @param taskId the task
     * @param callId the call that began it
     * @param result the result of the tool; its form depends on the tool
     * @param untrusted the result may have been written by others; null if it was not
     */
    record TaskCompleted(String taskId, String callId, JsonNode result, @Nullable Boolean untrusted)
            implements ConversationEvent {}

    /**
     * Nothing was done, or it was stopped; code {@code cancelled} if a person wanted that.
     *
     * @param taskId the task
     * @param callId the call that began it
     * @param error why
     * @param untrusted what the error says may have been written by others; null if it was not
     */
    record TaskFailed(String taskId, String callId, ToolError error, @Nullable Boolean untrusted)
            implements ConversationEvent {}

    /**
     * Nobody can know whether the effect of a task happened.
     *
     * @param taskId the task
     * @param callId the call that began it
     * @param reference finds the effect at the remote system
     */
    record TaskUnknown(String taskId, String callId, String reference) implements ConversationEvent {}

    /**
     * A turn has ended with an answer.
     *
     * @param reply the whole answer, as Markdown
     * @param awaiting the question that the reply asks, when the user has to go on; else null
     * @param paused what is taken up again after it, the next last; null if nothing is
     */
    record TurnCompleted(String reply, @Nullable Frame awaiting, @Nullable List<Frame> paused)
            implements ConversationEvent {
        /** @param frames what the user is in the middle of; the last is what the reply asks */
        public static TurnCompleted with(String reply, List<Frame> frames) {
            int paused = frames.size() - 1;
            return paused < 0
                    ? new TurnCompleted(reply, null, null)
                    : new TurnCompleted(
                            reply, frames.getLast(), paused == 0 ? null : List.copyOf(frames.subList(0, paused)));
        }
    }

    /**
     * A turn has failed.
     *
     * @param problem why
     */
    record TurnFailed(Problem problem) implements ConversationEvent {}

    /**
     * Someone has cancelled the running turn; it stops as soon as its model or tool lets it.
     *
     * @param by who
     */
    record TurnCancelling(String by) implements ConversationEvent {}

    /**
     * A turn was cancelled.
     *
     * @param by who cancelled it
     * @param partial the part of the answer that existed by then; null if there was none
     */
    record TurnCancelled(String by, @Nullable String partial) implements ConversationEvent {}

    /**
     * A turn was given up after the server had stopped too often during it.
     *
     * @param reason in words
     */
    record TurnInterrupted(String reason) implements ConversationEvent {}

    /**
     * What the model is no longer given word by word, and what is kept of it. The log itself keeps everything.
     *
     * @param through the last turn that the notes stand for, on the branch of the turn that this belongs to
     * @param notes what is kept
     */
    record ConversationSummarized(String through, List<Note> notes) implements ConversationEvent {
        public ConversationSummarized {
            notes = List.copyOf(notes);
        }
    }

    /**
     * What the model is told about its work from here on.
     *
     * @param version of the text
     * @param language {@code en} or {@code zh}
     */
    record PromptPinned(int version, String language) implements ConversationEvent {}

    /**
     * Another model was chosen.
     *
     * @param model the configured name of the model that is to answer from now on; null for the usual one
     */
    record ModelChosen(@Nullable String model) implements ConversationEvent {}

    /**
     * The user wants exchanges with models to be kept, or no longer.
     *
     * @param on whether what passes between server and model is kept from now on
     */
    record RecordingChanged(boolean on) implements ConversationEvent {}

    /**
     * The first of a conversation: tells whoever reads it that an AI answers here.
     *
     * @param ai always true
     * @param notice the same in words
     */
    record ConversationOpened(boolean ai, String notice) implements ConversationEvent {

        public static final ConversationOpened BY_AI =
                new ConversationOpened(true, "In this conversation an AI system answers. 此对话由人工智能系统回答。");
    }

    /**
     * The conversation has another title.
     *
     * @param title the new one
     */
    record ConversationRenamed(String title) implements ConversationEvent {}

    /**
     * The conversation was put away, or taken out again.
     *
     * @param archived whether it is put away from now on
     */
    record ConversationArchived(boolean archived) implements ConversationEvent {}

    /**
     * Something to remember, word by word.
     *
     * @param kind what it is
     * @param turnId where it was said or done first
     * @param text word by word
     */
    record Note(Kind kind, String turnId, String text) {

        public enum Kind {
            /** All until the turn, as a model has put it. There is one at most, and it may be wrong. */
            gist,
            /** A name, number or address: what later sentences refer to. */
            value,
            /** A call that changed something, and what came of it. */
            done,
            /** A person decided about a call. */
            decided,
            /** What was looked up. */
            seen,
            /** The user's words. */
            said,
            /** The answer's. */
            answered
        }
    }

    /** Whose a message is. */
    enum Role {
        user,
        assistant
    }

    /** Who understood what is wanted. */
    enum Source {
        /** A language model. */
        model,
        /** The understanding that is built in. */
        local,
        /** A server of Rasa. */
        rasa
    }

    /** What a person decides about a call. */
    enum Decision {
        approve,
        deny
    }

    /** What asks for an approval. */
    enum Because {
        /** The tool's rule. */
        rule,
        /** The call cannot be undone, and no language model stands between what was said and what was understood. */
        irreversible,
        /** Text of others that the model has read. */
        taint,
        /** What it would come to together with other calls. */
        sum
    }

    /**
     * What calls of a tool may come to together without someone's approval.
     *
     * @param of the argument that is added up; null for the number of calls
     * @param most its maximum, a decimal number
     * @param per {@code turn}, {@code conversation}, {@code person}, {@code argument} or {@code tenant}
     * @param argument the one whose value the calls have in common; null for others
     * @param within how long a call counts, as ISO 8601; null for ever
     * @param detail the same in an English sentence
     */
    record Sum(
            @Nullable String of,
            String most,
            String per,
            @Nullable String argument,
            @Nullable String within,
            String detail) {}

    /** What a person found out about an effect. */
    enum Resolution {
        done,
        not_done
    }

    /**
     * Where a call stands in its conversation.
     *
     * @param turnId the turn
     * @param callId the call in it
     */
    record CallPlace(String turnId, String callId) {}

    /**
     * What opened a turn, if no person spoke.
     *
     * @param kind what it was
     * @param reference the task, schedule or call
     * @param tool the tool that a task or a settled call was of; null for a timer
     * @param arguments those of the call that was settled or that the task was of; null for others
     * @param outcome what came of that call; null for others
     */
    record Trigger(
            Kind kind,
            String reference,
            @Nullable String tool,
            @Nullable JsonNode arguments,
            @Nullable JsonNode outcome) {

        public enum Kind {
            /** A background task has ended. */
            task,
            /** The time has come to say something. */
            reminder,
            /** The time has come to do what the user asked for. */
            timer,
            /** Effects are undone. */
            undo,
            /** A person has found out what came of a call. */
            resolved,
            /** A person wants a call to be made once more. */
            again
        }
    }

    /**
     * Who asked.
     *
     * @param user the person
     * @param roles those held at that time
     */
    record Requester(String user, List<String> roles) {
        public Requester {
            roles = List.copyOf(roles);
        }
    }

    /**
     * What was said for a slot.
     *
     * @param value in its normal form
     * @param raw as the user wrote it
     */
    record SlotValue(String value, String raw) {}

    /**
     * Tokens, as the provider counted them.
     *
     * @param inputTokens all that the model read, cached or not
     * @param outputTokens all that it wrote, reasoning included
     * @param cachedTokens the part of the input that was read from the provider's cache; null if not told
     * @param cacheWrittenTokens the part of the input that was written into it; null if not told
     * @param reasoningTokens the part of the output that nobody is shown; null if not told
     * @param costMicros millionths of the unit of money in which prices are configured; null without a price
     */
    record Usage(
            long inputTokens,
            long outputTokens,
            @Nullable Long cachedTokens,
            @Nullable Long cacheWrittenTokens,
            @Nullable Long reasoningTokens,
            @Nullable Long costMicros) {

        public Usage(long inputTokens, long outputTokens) {
            this(inputTokens, outputTokens, null, null, null);
        }

        public Usage(
                long inputTokens,
                long outputTokens,
                @Nullable Long cachedTokens,
                @Nullable Long cacheWrittenTokens,
                @Nullable Long reasoningTokens) {
            this(inputTokens, outputTokens, cachedTokens, cacheWrittenTokens, reasoningTokens, null);
        }

        public Usage costing(long micros) {
            return new Usage(inputTokens, outputTokens, cachedTokens, cacheWrittenTokens, reasoningTokens, micros);
        }
    }

    /**
     * What a model thought before it answered.
     *
     * @param text a summary for people; may be empty
     * @param provider whose it is: others are not shown it
     * @param items what the provider wants back, unchanged, with the calls that followed; null if nothing
     */
    record Reasoning(String text, String provider, @Nullable JsonNode items) {}

    /**
     * Why nothing came of a call.
     *
     * @param code what a program may act on; {@code message} is for the model and the user
     * @param message the same in words
     */
    record ToolError(String code, String message) {}

    /**
     * Why a turn failed, in the words of RFC 9457.
     *
     * @param type what went wrong, for programs
     * @param title the same in few words
     * @param detail the same for people
     * @param retryable whether saying it again may help
     * @param retryAt when trying again helps; null if that is not known
     */
    record Problem(String type, String title, String detail, boolean retryable, @Nullable Instant retryAt) {
        public Problem(String type, String title, String detail, boolean retryable) {
            this(type, title, detail, retryable, null);
        }
    }

    /**
     * An intent whose slots are being collected.
     *
     * @param intent the name of the intent
     * @param slots what is known, by the name of the slot
     * @param missing the names of the slots that are not known
     * @param confirming nothing is missing, and the user is asked whether to do it; null if not
     * @param misses how many answers in a row were none; null for none
     * @param doubtful what was said is not clear, so that the user is asked before it is done; null if it is
     * @param asides how many answers in a row were to something else; null for none
     */
    record Frame(
            String intent,
            Map<String, SlotValue> slots,
            List<String> missing,
            @Nullable Boolean confirming,
            @Nullable Integer misses,
            @Nullable Boolean doubtful,
            @Nullable Integer asides) {
        public Frame {
            slots = Map.copyOf(slots);
            missing = List.copyOf(missing);
        }

        public Frame(String intent, Map<String, SlotValue> slots, List<String> missing) {
            this(intent, slots, missing, null, null);
        }

        public Frame(
                String intent,
                Map<String, SlotValue> slots,
                List<String> missing,
                @Nullable Boolean confirming,
                @Nullable Integer misses) {
            this(intent, slots, missing, confirming, misses, null);
        }

        public Frame(
                String intent,
                Map<String, SlotValue> slots,
                List<String> missing,
                @Nullable Boolean confirming,
                @Nullable Integer misses,
                @Nullable Boolean doubtful) {
            this(intent, slots, missing, confirming, misses, doubtful, null);
        }

        /** After one more answer to something else. */
        public Frame aside() {
            return new Frame(intent, slots, missing, confirming, misses, doubtful, asides == null ? 1 : asides + 1);
        }

        /** Whether the question was asked once more already: it stays open, and is not asked again unless the user comes back to it. */
        public boolean rests() {
            return asides != null && asides > 1;
        }

        public boolean leavesDoubt() {
            return Boolean.TRUE.equals(doubtful);
        }

        public boolean asksWhether() {
            return Boolean.TRUE.equals(confirming);
        }
    }
}
