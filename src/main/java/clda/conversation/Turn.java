package clda.conversation;

import clda.conversation.CallEvent.*;
import clda.conversation.ConversationEvent.*;
import clda.conversation.TurnEvent.*;
import clda.json.Worded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The work from one trigger to one outcome. A turn is queued or starts at once, runs in steps (a model call and the tools that
 * it asked for), may park until a person approves, and ends as completed, awaiting the user's answer, failed, cancelled or
 * interrupted. Changed only by the fold of its conversation.
 */
public final class Turn {

    public enum State implements Worded {
        QUEUED,
        RUNNING,
        AWAITING_APPROVAL,
        AWAITING_INPUT,
        COMPLETED,
        FAILED,
        CANCELLED,
        INTERRUPTED;

        public boolean settled() {
            return switch (this) {
                case QUEUED, RUNNING, AWAITING_APPROVAL -> false;
                case AWAITING_INPUT, COMPLETED, FAILED, CANCELLED, INTERRUPTED -> true;
            };
        }
    }

    /** An assistant message of the turn, with the step that made it. */
    public record Reply(int step, MessageCompleted message, Instant at) {}

    private @Nullable ConversationSummarized summary;
    private final String id;
    private final String text;
    private final Requester by;
    private final @Nullable String clientMessageId;
    private final @Nullable String follows;
    private final @Nullable Trigger trigger;
    private final List<ImageRef> images;
    private final boolean opensUntrusted;
    private final @Nullable String trace;
    private final TurnCalls calls;
    private final List<Reply> replies = new ArrayList<>();
    private State state;
    private Instant startedAt;
    private int attempts;
    private boolean cancelling;
    /** Whether text written by others came in otherwise than by a call. */
    private boolean tainted;

    private @Nullable IntentRecognized intent;
    private @Nullable Instant settledAt;
    private @Nullable String reply;
    private @Nullable String partial;
    private @Nullable ProblemDetails problem;
    private @Nullable String interruption;
    private @Nullable DialogueState left;

    private Turn(
            String id,
            String text,
            Requester by,
            @Nullable String clientMessageId,
            @Nullable String follows,
            @Nullable Trigger trigger,
            @Nullable List<ImageRef> images,
            @Nullable Boolean untrusted,
            @Nullable String trace,
            State state,
            Instant at) {
        this.id = id;
        this.calls = new TurnCalls(id);
        this.text = text;
        this.by = by;
        this.clientMessageId = clientMessageId;
        this.follows = follows;
        this.trigger = trigger;
        this.images = images == null ? List.of() : List.copyOf(images);
        this.opensUntrusted = Boolean.TRUE.equals(untrusted);
        this.tainted = opensUntrusted;
        this.trace = trace;
        this.state = state;
        this.startedAt = at;
    }

    /** Creates the turn that the event opens; it waits in the queue or runs at once. */
    static Turn opened(RecordedEvent opening) {
        return switch (opening.event()) {
            case TurnQueued queued ->
                new Turn(
                        Turns.turnId(opening),
                        queued.text(),
                        queued.by(),
                        queued.clientMessageId(),
                        queued.follows(),
                        queued.trigger(),
                        queued.images(),
                        queued.untrusted(),
                        queued.trace(),
                        State.QUEUED,
                        opening.at());
            case TurnStarted started ->
                new Turn(
                        Turns.turnId(opening),
                        started.text(),
                        started.by(),
                        started.clientMessageId(),
                        started.follows(),
                        started.trigger(),
                        started.images(),
                        started.untrusted(),
                        started.trace(),
                        State.RUNNING,
                        opening.at());
            default -> throw new IllegalStateException("event " + opening.seq() + " opens no turn");
        };
    }

    void apply(RecordedEvent recorded) {
        switch (recorded.event()) {
            case TurnStarted started -> {
                state = State.RUNNING;
                startedAt = recorded.at();
            }
            case TurnResumed resumed -> attempts = resumed.attempt();
            case IntentRecognized recognized -> intent = recognized;
            case MessageCompleted message -> {
                replies.add(new Reply(steps() + 1, message, recorded.at()));
                tainted |= Boolean.TRUE.equals(message.untrusted());
            }
            case ApprovalRequested asked -> {
                state = State.AWAITING_APPROVAL;
                calls.apply(asked);
            }
            case ApprovalDecided decided -> {
                calls.apply(decided);
                state = State.RUNNING;
            }
            case CallEvent event -> calls.apply(event);
            case TurnCompleted completed -> {
                reply = completed.reply();
                settle(completed.awaiting() == null ? State.COMPLETED : State.AWAITING_INPUT, recorded.at());
            }
            case TurnFailed failed -> {
                problem = failed.problem();
                settle(State.FAILED, recorded.at());
            }
            case TurnCancelling wanted -> cancelling = true;
            case TurnCancelled cancelled -> {
                partial = cancelled.partial();
                settle(State.CANCELLED, recorded.at());
            }
            case TurnInterrupted interrupted -> {
                interruption = interrupted.reason();
                settle(State.INTERRUPTED, recorded.at());
            }
            case ConversationSummarized summarized -> summary = summarized;
            case TurnQueued ignored -> throw new IllegalStateException("a turn is queued once");
            case RecordingChanged ignored -> throw new IllegalStateException("not an event of a turn");
            case ModelChosen ignored -> throw new IllegalStateException("not an event of a turn");
            case PromptPinned ignored -> throw new IllegalStateException("not an event of a turn");
            case ConversationRenamed ignored -> throw new IllegalStateException("not an event of a turn");
            case ConversationOpened ignored -> throw new IllegalStateException("not an event of a turn");
            case ConversationArchived ignored -> throw new IllegalStateException("not an event of a turn");
        }
        if (state == State.RUNNING || state == State.AWAITING_APPROVAL) {
            state = calls.areAwaitingApproval() ? State.AWAITING_APPROVAL : State.RUNNING;
        }
    }

    /** Records that a later turn undoes the call. */
    void undo(String callId, CallPlace by) {
        calls.undo(callId, by);
    }

    /** Sets the dialogue state after the turn. */
    void leaves(DialogueState state) {
        left = state;
    }

    /** The dialogue state after the turn; null until it is completed. */
    @Nullable
    DialogueState left() {
        return left;
    }

    private void settle(State next, Instant at) {
        state = next;
        settledAt = at;
    }

    /** The number of steps whose model answer is stored. */
    public int steps() {
        int fromReplies = replies.isEmpty() ? 0 : replies.getLast().step();
        return Math.max(calls.lastStep(), fromReplies);
    }

    /** Calls whose outcome the model has not seen yet. */
    public List<ToolCall> openCalls() {
        return calls.open();
    }

    /** @throws IllegalStateException if the turn has no such call */
    public ToolCall call(String callId) {
        return calls.get(callId);
    }

    public Optional<ToolCall> callAwaiting(String approvalId) {
        return calls.awaiting(approvalId);
    }

    public String id() {
        return id;
    }

    public String text() {
        return text;
    }

    public Requester by() {
        return by;
    }

    public @Nullable String clientMessageId() {
        return clientMessageId;
    }

    public @Nullable String follows() {
        return follows;
    }

    public State state() {
        return state;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public @Nullable Instant settledAt() {
        return settledAt;
    }

    /** How often the engine has resumed the turn. */
    public int attempts() {
        return attempts;
    }

    /** Images that the user attached. */
    public List<ImageRef> images() {
        return images;
    }

    /** What opened the turn; null if a person's message did. */
    public @Nullable Trigger trigger() {
        return trigger;
    }

    /** Whether what opened the turn may contain text written by others. */
    public boolean opensUntrusted() {
        return opensUntrusted;
    }

    /** The trace of the request that opened it, as in the header {@code traceparent}; null if there is none. */
    public @Nullable String trace() {
        return trace;
    }

    /** Whether, in this turn, the model has been given text written by others. */
    public boolean tainted() {
        return tainted || calls.areTainted();
    }

    /** Whether cancellation has been requested. */
    public boolean cancelling() {
        return cancelling;
    }

    public @Nullable IntentRecognized intent() {
        return intent;
    }

    public List<ToolCall> calls() {
        return calls.all();
    }

    public List<Reply> replies() {
        return List.copyOf(replies);
    }

    public @Nullable String reply() {
        return reply;
    }

    /** The summary that replaces earlier turns from this turn on; null if this turn has made no new one. */
    public @Nullable ConversationSummarized summary() {
        return summary;
    }

    /** The part of the answer that was written before the turn was cancelled. */
    public @Nullable String partial() {
        return partial;
    }

    public @Nullable ProblemDetails problem() {
        return problem;
    }

    public @Nullable String interruption() {
        return interruption;
    }
}
