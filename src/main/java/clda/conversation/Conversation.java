package clda.conversation;

import clda.conversation.ConversationEvent.*;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

    private final ConversationHead head;
    private final Map<String, Turn> turns = new LinkedHashMap<>();
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

    private @Nullable Turn last;
    private Instant updatedAt;

    Conversation(ConversationHead head) {
        this.head = head;
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
                // Tells readers; nothing follows from it.
            }
            case ConversationRenamed renamed -> title = renamed.title();
            case ModelChosen chosen -> model = chosen.model();
            case RecordingChanged change -> isRecorded = change.on();
            case PromptPinned pinned -> prompt = pinned;
            case ConversationArchived change -> archived = change.archived();
            case TurnQueued queued ->
                queue.add(open(
                        recorded,
                        new Turn(
                                turnId(recorded),
                                queued.text(),
                                queued.by(),
                                queued.clientMessageId(),
                                queued.follows(),
                                queued.trigger(),
                                queued.images(),
                                queued.untrusted(),
                                Turn.State.queued,
                                recorded.at())));
            case TurnStarted started -> start(recorded, started);
            case TurnCompleted completed -> {
                Turn turn = turn(turnId(recorded));
                turn.leaves(before(turn).after(turn, completed));
                settle(recorded);
            }
            case TurnFailed failed -> settle(recorded);
            case TurnCancelled cancelled -> settle(recorded);
            case TurnInterrupted interrupted -> settle(recorded);
            case ApprovalDecided decided -> {
                Turn turn = turn(turnId(recorded));
                turn.apply(recorded);
                if (decided.clientMessageId() != null) {
                    decidedByClientMessage.put(decided.clientMessageId(), turn.id());
                }
                if (Boolean.TRUE.equals(decided.remember())) {
                    remembered.add(turn.call(decided.callId()).tool());
                }
            }
            case ToolRequested asked -> {
                turn(turnId(recorded)).apply(recorded);
                if (asked.undoes() != null) {
                    turn(asked.undoes().turnId())
                            .undo(asked.undoes().callId(), new CallPlace(turnId(recorded), asked.callId()));
                }
            }
            default -> turn(turnId(recorded)).apply(recorded);
        }
        lane.apply(recorded);
        if (recorded.turnId() != null) {
            updatedAt = recorded.at();
        }
    }

    private void start(RecordedEvent recorded, TurnStarted started) {
        begun++;
        Turn turn = turns.get(turnId(recorded));
        if (turn == null) {
            turn = open(
                    recorded,
                    new Turn(
                            turnId(recorded),
                            started.text(),
                            started.by(),
                            started.clientMessageId(),
                            started.follows(),
                            started.trigger(),
                            started.images(),
                            started.untrusted(),
                            Turn.State.running,
                            recorded.at()));
        } else {
            queue.remove(turn);
            turn.apply(recorded);
        }
        last = turn;
    }

    private Turn open(RecordedEvent recorded, Turn turn) {
        turns.put(turn.id(), turn);
        if (turn.clientMessageId() != null) {
            turnByClientMessage.put(turn.clientMessageId(), turn.id());
        }
        return turn;
    }

    private void settle(RecordedEvent recorded) {
        Turn turn = turn(turnId(recorded));
        turn.apply(recorded);
        queue.remove(turn);
    }

    private static String turnId(RecordedEvent recorded) {
        if (recorded.turnId() == null) {
            throw new IllegalStateException("event " + recorded.seq() + " names no turn");
        }
        return recorded.turnId();
    }

    public ConversationHead head() {
        return head;
    }

    /** The head as it is when these have been appended too: what lists show. */
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

    /** Whether the person wants what passes between server and model to be kept. */
    public boolean isRecorded() {
        return isRecorded;
    }

    /** The configured name of the model that was chosen for it; null if none was. */
    public @Nullable String model() {
        return model;
    }

    /** What the model is told about its work; null before it was first asked. */
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

    /** A turn that waited, need not wait any longer and goes on when the active one has ended. */
    public Optional<Turn> resumable() {
        return lane.resumable().map(this::turn);
    }

    /** Whether the turn may have the lane: nobody has it, or who has it waits for a person. */
    public boolean isFreeFor(@Nullable Turn turn) {
        return lane.isFreeFor(turn == null ? null : turn.id());
    }

    /** The turns that wait for a person, in the order in which they began to. */
    public List<Turn> awaitingApproval() {
        return turns.values().stream()
                .filter(turn -> turn.state() == Turn.State.awaiting_approval)
                .toList();
    }

    /** The turn that starts when the active one ends. */
    public Optional<Turn> nextQueued() {
        return Optional.ofNullable(queue.peek());
    }

    /** Where the talk stands, for a step of the given turn. */
    public DialogueState dialogue(String turnId) {
        Turn turn = turn(turnId);
        List<IntentRecognized> waiting = awaitingApproval().stream()
                .filter(other -> other != turn)
                .map(Turn::intent)
                .flatMap(Stream::ofNullable)
                .toList();
        return before(turn).within(turn, waiting);
    }

    private DialogueState before(Turn turn) {
        for (String id = turn.follows(); id != null; id = turn(id).follows()) {
            DialogueState left = turn(id).left();
            if (left != null) {
                return left;
            }
        }
        return DialogueState.NEW;
    }

    /** Whether a person has approved further calls of the tool in this conversation. */
    public boolean remembers(String tool) {
        return remembered.contains(tool);
    }

    /** Whether the model, when it carries on the turn, may have read text that was written by others. */
    public boolean tainted(String turnId) {
        return branchTo(turnId).stream().anyMatch(Turn::tainted);
    }

    public String nextTurnId() {
        return "t" + (turns.size() + 1);
    }

    /** @throws java.util.NoSuchElementException if there is no such turn */
    public Turn turn(String turnId) {
        Turn turn = turns.get(turnId);
        if (turn == null) {
            throw new java.util.NoSuchElementException("no turn " + turnId);
        }
        return turn;
    }

    public boolean hasTurn(String turnId) {
        return turns.containsKey(turnId);
    }

    public Optional<Turn> turnOfClientMessage(String clientMessageId) {
        return Optional.ofNullable(turnByClientMessage.get(clientMessageId)).map(turns::get);
    }

    /** The turn about a call of which the message decided. */
    public Optional<Turn> turnDecidedBy(String clientMessageId) {
        return Optional.ofNullable(decidedByClientMessage.get(clientMessageId)).map(turns::get);
    }

    /** All turns, of every branch, in the order in which they were asked for. */
    public List<Turn> turns() {
        return List.copyOf(turns.values());
    }

    /** The branch that ends in the given turn, oldest first. */
    public List<Turn> branchTo(String turnId) {
        List<Turn> branch = new ArrayList<>();
        for (Turn turn = turn(turnId); turn != null; turn = turn.follows() == null ? null : turns.get(turn.follows())) {
            branch.add(turn);
        }
        Collections.reverse(branch);
        return branch;
    }

    /** The branch that ends in the turn started last, oldest first. */
    public List<Turn> currentBranch() {
        return last == null ? List.of() : branchTo(last.id());
    }

    /** The turn that a new message follows: the last in the queue, else the last started. */
    public @Nullable String tip() {
        if (!queue.isEmpty()) {
            return queue.peekLast().id();
        }
        return last == null ? null : last.id();
    }

    /** {@code idle} or the state of the active turn. */
    public String state() {
        return lane.state();
    }
}
