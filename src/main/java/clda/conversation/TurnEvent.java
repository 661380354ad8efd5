package clda.conversation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened to a turn as a whole, and what was said in it. */
public sealed interface TurnEvent extends ConversationEvent {

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
     * @param trace the trace of the request that opened it, as in the header {@code traceparent}; null if there is none
     */
    record TurnQueued(
            String text,
            Requester by,
            @Nullable String clientMessageId,
            @Nullable String follows,
            @Nullable Trigger trigger,
            @Nullable List<ImageRef> images,
            @Nullable Boolean untrusted,
            @Nullable String trace)
            implements TurnEvent {

        public TurnQueued(
                String text,
                Requester by,
                @Nullable String clientMessageId,
                @Nullable String follows,
                @Nullable Trigger trigger,
                @Nullable List<ImageRef> images,
                @Nullable Boolean untrusted) {
            this(text, by, clientMessageId, follows, trigger, images, untrusted, null);
        }
    }

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
     * @param trace the trace of the request that opened it, as in the header {@code traceparent}; null if there is none
     */
    record TurnStarted(
            String text,
            Requester by,
            @Nullable String clientMessageId,
            @Nullable String follows,
            @Nullable Trigger trigger,
            @Nullable List<ImageRef> images,
            @Nullable Boolean untrusted,
            @Nullable String trace)
            implements TurnEvent {

        public TurnStarted {
            images = images == null || images.isEmpty() ? null : List.copyOf(images);
        }

        public TurnStarted(
                String text,
                Requester by,
                @Nullable String clientMessageId,
                @Nullable String follows,
                @Nullable Trigger trigger,
                @Nullable List<ImageRef> images,
                @Nullable Boolean untrusted) {
            this(text, by, clientMessageId, follows, trigger, images, untrusted, null);
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
            return new TurnStarted(text, by, clientMessageId, follows, trigger, images, value ? true : null, trace);
        }

        /** The same in the trace of a request. */
        public TurnStarted in(@Nullable String request) {
            return new TurnStarted(text, by, clientMessageId, follows, trigger, images, untrusted, request);
        }
    }

    /**
     * The engine was restarted and resumes the turn.
     *
     * @param attempt the number of this attempt, from 1
     */
    record TurnResumed(int attempt) implements TurnEvent {}

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
            IntentSource source,
            @Nullable String data,
            @Nullable List<SpokenWords> words,
            @Nullable String means)
            implements TurnEvent {
        public IntentRecognized(String intent, double confidence, Map<String, SlotValue> slots, IntentSource source) {
            this(intent, confidence, slots, source, null, null, null);
        }
    }

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
            MessageRole role,
            String text,
            @Nullable String model,
            @Nullable MessageUsage usage,
            @Nullable Boolean truncated,
            @Nullable Reasoning reasoning,
            @Nullable Boolean refused,
            @Nullable Boolean untrusted)
            implements TurnEvent {

        public MessageCompleted(
                String messageId,
                MessageRole role,
                String text,
                @Nullable String model,
                @Nullable MessageUsage usage,
                @Nullable Boolean truncated) {
            this(messageId, role, text, model, usage, truncated, null, null, null);
        }
    }

    /**
     * A turn has ended with an answer.
     *
     * @param reply the whole answer, as Markdown
     * @param awaiting the question that the reply asks, when the user has to go on; else null
     * @param paused what is taken up again after it, the next last; null if nothing is
     */
    record TurnCompleted(String reply, @Nullable Frame awaiting, @Nullable List<Frame> paused) implements TurnEvent {
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
    record TurnFailed(ProblemDetails problem) implements TurnEvent {}

    /**
     * Someone has cancelled the running turn; it stops as soon as its model or tool lets it.
     *
     * @param by who
     */
    record TurnCancelling(String by) implements TurnEvent {}

    /**
     * A turn was cancelled.
     *
     * @param by who cancelled it
     * @param partial the part of the answer that existed by then; null if there was none
     */
    record TurnCancelled(String by, @Nullable String partial) implements TurnEvent {}

    /**
     * A turn was given up after the server had stopped too often during it.
     *
     * @param reason in words
     */
    record TurnInterrupted(String reason) implements TurnEvent {}
}
