package clda.conversation;

import clda.conversation.CallEvent.*;
import clda.conversation.ConversationEvent.*;
import clda.conversation.TurnEvent.*;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which turn of a conversation runs and which wait. One turn runs at a time. A turn that waits for a person lets others pass,
 * and resumes when it no longer has to wait and the lane is free.
 */
final class Lane {

    static final String IDLE = "idle";

    /** For each turn that has begun and not ended, its calls that wait for a person. */
    private final Map<String, Set<String>> waiting = new HashMap<>();
    /** Turns that wait for an approval, or have received it, while another turn has the lane. */
    private final Deque<String> parked = new ArrayDeque<>();

    private @Nullable String active;

    /** A copy of the lane with these events applied. */
    Lane after(Iterable<RecordedEvent> events) {
        Lane next = new Lane();
        waiting.forEach((turn, calls) -> next.waiting.put(turn, new HashSet<>(calls)));
        next.parked.addAll(parked);
        next.active = active;
        events.forEach(next::apply);
        return next;
    }

    void apply(RecordedEvent recorded) {
        String turn = recorded.turnId();
        if (turn == null) {
            return;
        }
        switch (recorded.event()) {
            case TurnStarted started -> start(turn);
            case ApprovalRequested asked -> calls(turn).add(asked.callId());
            case ApprovalDecided decided -> {
                // A denial is followed by tool.failed in the same append.
                if (decided.decision() == Decision.APPROVE) {
                    calls(turn).remove(decided.callId());
                }
            }
            case ToolStarted begun -> calls(turn).remove(begun.callId());
            case ToolCompleted done -> calls(turn).remove(done.callId());
            case ToolFailed failed -> calls(turn).remove(failed.callId());
            case ToolUnknown unknown -> calls(turn).remove(unknown.callId());
            case ToolResolved resolved -> calls(turn).remove(resolved.callId());
            default -> {
                if (recorded.type().settlesTurn()) {
                    settle(turn);
                }
            }
        }
        resume();
    }

    /** The calls of the turn that wait for a person. Changes to the set have no effect if the turn has ended. */
    private Set<String> calls(String turn) {
        return waiting.getOrDefault(turn, new HashSet<>());
    }

    private void start(String turn) {
        if (active != null && !active.equals(turn)) {
            parked.add(active);
        }
        active = turn;
        waiting.putIfAbsent(turn, new HashSet<>());
    }

    private void settle(String turn) {
        waiting.remove(turn);
        parked.remove(turn);
        if (turn.equals(active)) {
            active = resumable().orElse(parked.peekLast());
            if (active != null) {
                parked.remove(active);
            }
        }
    }

    /** Gives the lane to a turn that no longer has to wait, unless the turn that has the lane is running. */
    private void resume() {
        if (active != null && !waits(active)) {
            return;
        }
        resumable().ifPresent(turn -> {
            parked.remove(turn);
            if (active != null) {
                parked.add(active);
            }
            active = turn;
        });
    }

    /** The turn that runs or waits for an approval; null if none does. */
    @Nullable
    String active() {
        return active;
    }

    /** A turn that no longer has to wait for a person and resumes when the active one has ended. */
    Optional<String> resumable() {
        return parked.stream().filter(turn -> !waits(turn)).findFirst();
    }

    /** Whether the turn may have the lane: it is free, the turn has it already, or the turn that has it waits for a person. */
    boolean isFreeFor(@Nullable String turn) {
        return active == null || Objects.equals(active, turn) || waits(active);
    }

    private boolean waits(String turn) {
        return !calls(turn).isEmpty();
    }

    /** {@code idle}, {@code running} or {@code awaiting_approval}. */
    String state() {
        if (active == null) {
            return IDLE;
        }
        return (waits(active) ? Turn.State.AWAITING_APPROVAL : Turn.State.RUNNING).word();
    }
}
