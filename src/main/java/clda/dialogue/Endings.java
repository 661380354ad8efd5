package clda.dialogue;

import clda.agent.Agent;
import clda.agent.ApprovalHash;
import clda.agent.Need;
import clda.conversation.CallEvent.ApprovalRequested;
import clda.conversation.Conversation;
import clda.conversation.ConversationEvent;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLog.Decided;
import clda.conversation.DraftEvent;
import clda.conversation.ToolCall;
import clda.conversation.ToolError;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.TurnCancelled;
import clda.conversation.TurnEvent.TurnCompleted;
import clda.conversation.TurnEvent.TurnFailed;
import clda.conversation.TurnEvent.TurnInterrupted;
import clda.conversation.TurnEvent.TurnResumed;
import clda.conversation.TurnEvent.TurnStarted;
import clda.llm.Cancellation;
import clda.store.Lease;
import clda.store.Write;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Ends turns: the events and writes with which a turn ends, is parked or is given up, and whose turn it is next. */
final class Endings {

    private final ConversationLog log;
    private final Openings openings;
    private final Placement placement;
    private final ApprovalBook approvals;
    private final OpenCalls openCalls;
    private final Undo undo;
    private final DialogueRules rules;
    private final Clock clock;
    private final Supplier<String> ids;

    Endings(
            ConversationLog log,
            Openings openings,
            Placement placement,
            ApprovalBook approvals,
            OpenCalls openCalls,
            Undo undo,
            DialogueRules rules,
            Clock clock,
            Supplier<String> ids) {
        this.log = log;
        this.openings = openings;
        this.placement = placement;
        this.approvals = approvals;
        this.openCalls = openCalls;
        this.undo = undo;
        this.rules = rules;
        this.clock = clock;
        this.ids = ids;
    }

    /** What is stored when the agent has come to an end, and the turn that has the lane next. */
    Decided<Optional<String>> ending(
            Conversation conversation, Turn turn, Agent.Outcome outcome, Lease lease, Cancellation cancellation) {
        if (turn.state() != Turn.State.RUNNING && turn.state() != Turn.State.AWAITING_APPROVAL) {
            return new Decided<>(Append.NOTHING, Optional.empty());
        }
        List<ConversationEvent> last = new ArrayList<>();
        boolean whole = false;
        switch (outcome) {
            case Agent.Outcome.Parked parked -> {
                if (!cancellation.isCancelled() && !turn.cancelling()) {
                    return parking(conversation, turn, parked, lease);
                }
                last.add(new TurnCancelled(turn.by().user(), null));
            }
            case Agent.Outcome.Answered answered -> {
                whole = true;
                last.addAll(answered.last());
                last.add(TurnCompleted.with(answered.reply(), answered.frames()));
            }
            case Agent.Outcome.Failed failed -> {
                last.addAll(failed.last());
                last.add(new TurnFailed(failed.problem()));
            }
            case Agent.Outcome.Cancelled cancelled ->
                last.add(new TurnCancelled(turn.by().user(), cancelled.partial()));
        }
        String code = outcome instanceof Agent.Outcome.Failed ? "failed" : "cancelled";
        Settling settling = settle(
                conversation, turn, last, new ToolError(code, "The turn ended before the tool was run."), whole, lease);
        return goingOn(
                conversation,
                settling.append().events(),
                lease.guarding(settling.append().alongside()),
                Optional.ofNullable(settling.next()),
                lease);
    }

    /** Parks a turn that waits for a person, and gives the lane to the next turn. */
    private Decided<Optional<String>> parking(
            Conversation conversation, Turn turn, Agent.Outcome.Parked parked, Lease lease) {
        Append asking = asking(conversation, turn, parked);
        List<DraftEvent> events = new ArrayList<>(asking.events());
        Optional<String> next = openings.following(conversation, events);
        List<Write> alongside = new ArrayList<>(asking.alongside());
        alongside.add(lease.held());
        return goingOn(conversation, events, alongside, next, lease);
    }

    /** The next turn of the lane runs here, or is left to another node; or no turn runs any more. */
    private Decided<Optional<String>> goingOn(
            Conversation conversation,
            List<DraftEvent> events,
            List<Write> alongside,
            Optional<String> next,
            Lease lease) {
        if (next.isEmpty()) {
            alongside.add(log.endRun(conversation.id(), lease.epoch()));
            return new Decided<>(new Append(events, alongside), next);
        }
        Placement.Start start = placement.start(conversation, lease);
        alongside.addAll(start.writes());
        return new Decided<>(new Append(events, alongside), start.here() ? next : Optional.empty());
    }

    private Append asking(Conversation conversation, Turn turn, Agent.Outcome.Parked parked) {
        List<DraftEvent> events = new ArrayList<>();
        List<Write> alongside = new ArrayList<>();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (Map.Entry<String, Need> entry : parked.needs().entrySet()) {
            ToolCall call = turn.call(entry.getKey());
            Need need = entry.getValue();
            Approval approval = new Approval(
                    ids.get(),
                    conversation.head().tenant(),
                    conversation.id(),
                    turn.id(),
                    call.callId(),
                    turn.by().user(),
                    need.by(),
                    null,
                    now.plus(rules.approvalExpiry()),
                    now,
                    Approval.State.PENDING);
            alongside.add(approvals.open(approval));
            events.add(new DraftEvent(
                    turn.id(),
                    new ApprovalRequested(
                            approval.id(),
                            call.callId(),
                            call.tool(),
                            call.arguments(),
                            ApprovalHash.of(conversation.id(), call, call.arguments()),
                            approval.expiresAt(),
                            need.by().word(),
                            need.because(),
                            need.sum())));
        }
        return new Append(events, alongside);
    }

    /**
     * Ends the turn with a result for every call that has none, and starts the next turn. If the turn was not completed,
     * everything that can be undone is undone before anything else happens.
     *
     * @param lease the lease under which the next turn runs; the caller has to store that it does
     */
    Settling settle(
            Conversation conversation,
            Turn turn,
            List<ConversationEvent> last,
            ToolError why,
            boolean whole,
            Lease lease) {
        List<DraftEvent> events = new ArrayList<>();
        List<Write> alongside = new ArrayList<>();
        for (ToolCall call : turn.openCalls()) {
            OpenCalls.Closing closing = openCalls.close(conversation, turn, call, why, lease);
            events.add(new DraftEvent(turn.id(), closing.event()));
            alongside.addAll(closing.alongside());
            ToolCall.PendingApproval asked = call.approval();
            if (call.state() == ToolCall.State.AWAITING_APPROVAL && asked != null) {
                alongside.add(approvals.close(asked.approvalId(), Approval.State.CANCELLED));
            }
        }
        last.forEach(event -> events.add(new DraftEvent(turn.id(), event)));
        Optional<TurnStarted> takesBack = whole ? Optional.empty() : undo.of(conversation, turn);
        String next = null;
        boolean free = conversation.isFreeFor(turn);
        if (takesBack.isPresent() && free) {
            next = openings.nextTurnId(conversation);
            events.addAll(openings.starting(conversation, next, takesBack.get()));
        } else if (takesBack.isPresent()) {
            events.addAll(openings.opening(conversation, takesBack.get()).events());
        } else if (free) {
            next = openings.following(conversation, events).orElse(null);
        }
        return new Settling(new Append(events, alongside), next);
    }

    /**
     * Takes what was left to a node that may run it.
     *
     * @return the turn that runs from now on; empty if none does
     */
    Decided<Optional<String>> takingLeft(Conversation conversation, Lease lease) {
        Optional<Turn> active = conversation.active().filter(turn -> turn.state() == Turn.State.RUNNING);
        List<Write> alongside = active.isEmpty()
                ? List.of(log.forgetRun(conversation))
                : log.takeLeftRun(conversation.id(), lease.epoch());
        return new Decided<>(new Append(List.of(), alongside), active.map(Turn::id));
    }

    /**
     * Takes over what runs in a conversation whose node is no longer alive: the turn resumes, or is given up if the server has
     * stopped during it too often.
     *
     * @return the turn that runs from now on; empty if none does
     */
    Decided<Optional<String>> takingUp(Conversation conversation, Lease lease) {
        Optional<Turn> active = conversation.active();
        if (active.isEmpty() || active.get().state() != Turn.State.RUNNING) {
            return new Decided<>(new Append(List.of(), List.of(log.forgetRun(conversation))), Optional.empty());
        }
        Turn turn = active.get();
        List<Write> alongside = new ArrayList<>(log.takeOverRun(conversation.id(), lease.epoch()));
        if (turn.attempts() < rules.maxAttempts()) {
            return new Decided<>(
                    Append.of(alongside, turn.id(), new TurnResumed(turn.attempts() + 1)), Optional.of(turn.id()));
        }
        Settling settling = settle(
                conversation,
                turn,
                List.of(new TurnInterrupted(
                        "The server stopped " + (turn.attempts() + 1) + " times during this turn.")),
                new ToolError("interrupted", "The turn was given up."),
                false,
                lease);
        alongside.addAll(settling.append().alongside());
        if (settling.next() == null) {
            alongside.add(log.endRun(conversation.id(), lease.epoch()));
        }
        return new Decided<>(new Append(settling.append().events(), alongside), Optional.ofNullable(settling.next()));
    }
}
