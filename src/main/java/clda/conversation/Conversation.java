package clda.conversation;

import clda.conversation.CallEvent.*;
import clda.conversation.ConversationEvent.*;
import clda.conversation.TurnEvent.*;
import clda.store.Restored;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A conversation's state: the fold of its events. It begins empty, grows turn by turn, may be renamed and archived, and
 * ends when it is erased. Turns form branches: each names the turn that it follows, and the branch that ends in the turn
 * started last is the current one. Not safe for use by several threads; {@link ConversationLog} guards it.
 */
public final class Conversation {

    /** Bytes that a conversation takes before its first event. */
    private static final int EMPTY = 1_000;

    private final ConversationHead head;
    private final Turns turns;
    private final Deque<Turn> queue = new ArrayDeque<>();
    private final Map<String, String> turnByClientMessage = new HashMap<>();
    private final Map<String, String> decidedByClientMessage = new HashMap<>();
    private final Set<String> remembered = new HashSet<>();
    private long lastSeq;
    private int begun;
    private @Nullable String title;
    private boolean archived;
    private @Nullable PromptPinned prompt;
    private @Nullable String model;
    private boolean isRecorded;
    private final Lane lane = new Lane();

    private @Nullable String last;
    private Instant updatedAt;

    /** @param past reads again the events of old turns that are no longer held in full */
    Conversation(ConversationHead head, Turns.Past past) {
        this.head = head;
        this.turns = new Turns(past);
        this.title = head.title();
        this.archived = head.archived();
        this.updatedAt = head.createdAt();
    }

    void apply(RecordedEvent recorded) {
        if (recorded.seq() != lastSeq + 1) {
            throw new IllegalStateException(
                    "conversation " + head.id() + ": event " + recorded.seq() + " after " + lastSeq);
        }
        lastSeq = recorded.seq();
        switch (recorded.event()) {
            case ConversationOpened opened -> {
                // For readers only; it changes no state.
            }
            case ConversationRenamed renamed -> title = renamed.title();
            case ModelChosen chosen -> model = chosen.model();
            case RecordingChanged change -> isRecorded = change.on();
            case PromptPinned pinned -> prompt = pinned;
            case ConversationArchived change -> archived = change.archived();
            case TurnQueued queued -> queue.add(open(recorded));
            case TurnStarted started -> start(recorded);
            case TurnCompleted completed -> {
                Turn turn = turn(Turns.turnId(recorded));
                turns.leaves(turn, turns.before(turn).after(turn, completed));
                settle(recorded);
            }
            case TurnFailed failed -> settle(recorded);
            case TurnCancelled cancelled -> settle(recorded);
            case TurnInterrupted interrupted -> settle(recorded);
            case ApprovalDecided decided -> {
                Turn turn = turns.apply(recorded);
                if (decided.clientMessageId() != null) {
                    decidedByClientMessage.put(decided.clientMessageId(), turn.id());
                }
                if (Boolean.TRUE.equals(decided.remember())) {
                    remembered.add(turn.call(decided.callId()).tool());
                }
            }
            case ToolRequested asked -> {
                turns.apply(recorded);
                if (asked.undoes() != null) {
                    turns.undo(asked.undoes().turnId(), asked.undoes().callId(), recorded);
                }
            }
            default -> turns.apply(recorded);
        }
        lane.apply(recorded);
        if (recorded.turnId() != null) {
            updatedAt = recorded.at();
        }
    }

    private void start(RecordedEvent recorded) {
        begun++;
        if (turns.has(Turns.turnId(recorded))) {
            queue.remove(turns.apply(recorded));
        } else {
            open(recorded);
        }
        last = recorded.turnId();
    }

    private Turn open(RecordedEvent recorded) {
        Turn turn = turns.open(recorded);
        if (turn.clientMessageId() != null) {
            turnByClientMessage.put(turn.clientMessageId(), turn.id());
        }
        return turn;
    }

    private void settle(RecordedEvent recorded) {
        queue.remove(turns.apply(recorded));
    }

    /** Estimated bytes of memory that the conversation takes. */
    long weight() {
        return EMPTY + turns.weight();
    }

    /**
     * Holds less of old turns until the conversation takes at most {@code bytes}, as far as possible.
     *
     * @param recent number of latest turns that stay held in full
     */
    void shed(long bytes, int recent) {
        turns.shed(bytes, recent);
    }

    public ConversationHead head() {
        return head;
    }

    /** The head, as shown in lists, after these events have also been appended. */
    ConversationHead headAfter(List<RecordedEvent> events) {
        long more = events.stream()
                .filter(recorded -> recorded.event() instanceof TurnStarted)
                .count();
        return head.with(lane.after(events).state(), begun + Math.toIntExact(more));
    }

    public String id() {
        return head.id();
    }

    public @Nullable String title() {
        return title;
    }

    public boolean archived() {
        return archived;
    }

    /** Whether the user wants the exchanges between server and model to be recorded. */
    public boolean isRecorded() {
        return isRecorded;
    }

    /** The configured name of the model chosen for the conversation; null if none was chosen. */
    public @Nullable String model() {
        return model;
    }

    /** The version and language of the instructions for the model; null before the model was first asked. */
    public @Nullable PromptPinned prompt() {
        return prompt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public long lastSeq() {
        return lastSeq;
    }

    /** The turn that runs or waits for an approval. */
    public Optional<Turn> active() {
        return Optional.ofNullable(lane.active()).map(this::turn);
    }

    /** A turn that no longer has to wait for a person and resumes when the active one has ended. */
    public Optional<Turn> resumable() {
        return lane.resumable().map(this::turn);
    }

    /** Whether the turn may have the lane: it is free, the turn has it already, or the turn that has it waits for a person. */
    public boolean isFreeFor(@Nullable Turn turn) {
        return lane.isFreeFor(turn == null ? null : turn.id());
    }

    /** The turns that wait for a person, in the order in which they were requested. */
    public List<Turn> awaitingApproval() {
        return turns.in(state -> state == Turn.State.AWAITING_APPROVAL);
    }

    /** The turn that starts when the active one ends. */
    public Optional<Turn> nextQueued() {
        return Optional.ofNullable(queue.peek());
    }

    /** The dialogue state for a step of the given turn. */
    public DialogueState dialogue(String turnId) {
        Turn turn = turn(turnId);
        List<IntentRecognized> waiting = awaitingApproval().stream()
                .filter(other -> other != turn)
                .map(Turn::intent)
                .flatMap(Stream::ofNullable)
                .toList();
        return turns.before(turn).within(turn, waiting);
    }

    /** Whether a person has approved further calls of the tool in this conversation. */
    public boolean remembers(String tool) {
        return remembered.contains(tool);
    }

    /** Whether the model, when it continues the turn, may have read text written by others. */
    public boolean tainted(String turnId) {
        return turns.isTaintedTo(turnId);
    }

    /** Whether, in any turn of the conversation, a model has been given text written by others. */
    public boolean tainted() {
        return turns.areTainted();
    }

    /** How many turns wait for the lane. */
    public int queued() {
        return queue.size();
    }

    /**
     * The id of the next turn. The keys of effects are made of it, so that after a restore it is another than that of a turn
     * that the backup does not know.
     */
    public String nextTurnId(Restored restored) {
        return "t" + (turns.size() + 1) + restored.suffix();
    }

    /** @throws java.util.NoSuchElementException if there is no such turn */
    public Turn turn(String turnId) {
        return turns.get(turnId);
    }

    public boolean hasTurn(String turnId) {
        return turns.has(turnId);
    }

    public Optional<Turn> turnOfClientMessage(String clientMessageId) {
        return Optional.ofNullable(turnByClientMessage.get(clientMessageId)).map(turns::get);
    }

    /** The turn of the call that the message approved or denied. */
    public Optional<Turn> turnDecidedBy(String clientMessageId) {
        return Optional.ofNullable(decidedByClientMessage.get(clientMessageId)).map(turns::get);
    }

    /**
     * All turns of every branch, in the order in which they were requested. Old ones may be read from the log on access, which
     * must happen before the conversation's lock is released.
     */
    public List<Turn> turns() {
        return turns.all();
    }

    /** The branch that ends in the turn started last, oldest first; see {@link #turns}. */
    public List<Turn> currentBranch() {
        return last == null ? List.of() : turns.branchTo(last);
    }

    /** The turn that a new message follows: the last in the queue, else the last started. */
    public @Nullable String tip() {
        if (!queue.isEmpty()) {
            return queue.peekLast().id();
        }
        return last;
    }

    /** {@code idle} or the state of the active turn. */
    public String state() {
        return lane.state();
    }
}
