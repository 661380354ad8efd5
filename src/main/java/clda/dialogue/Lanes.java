package clda.dialogue;

import clda.agent.AfterTurn;
import clda.agent.Agent;
import clda.agent.ApprovalHash;
import clda.agent.Need;
import clda.agent.Titles;
import clda.agent.TurnHandle;
import clda.agent.TurnProblem;
import clda.conversation.Conversation;
import clda.conversation.ConversationEvent;
import clda.conversation.ConversationEvent.ApprovalRequested;
import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.ConversationEvent.Requester;
import clda.conversation.ConversationEvent.ToolError;
import clda.conversation.ConversationEvent.TurnCancelled;
import clda.conversation.ConversationEvent.TurnCompleted;
import clda.conversation.ConversationEvent.TurnFailed;
import clda.conversation.ConversationEvent.TurnInterrupted;
import clda.conversation.ConversationEvent.TurnQueued;
import clda.conversation.ConversationEvent.TurnResumed;
import clda.conversation.ConversationEvent.TurnStarted;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLog.Decided;
import clda.conversation.ConversationStore;
import clda.conversation.DraftEvent;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.llm.Cancellation;
import clda.security.Caller;
import clda.security.KeyRing;
import clda.security.Rights;
import clda.security.Role;
import clda.store.Fenced;
import clda.store.Lease;
import clda.store.Membership;
import clda.store.Write;
import clda.tools.Toolbox;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of the conversations, one for each conversation. The turns of a conversation run one after another, each on its own
 * thread, on the node that opened it; later ones wait in the order of their arrival. A turn whose node has died is taken over
 * by another node.
 */
final class Lanes {

    private static final Logger LOG = System.getLogger(Lanes.class.getName());
    private static final int ABANDONED_AT_ONCE = 500;

    /** What the lanes of an engine need. */
    record Parts(
            ConversationLog log,
            Agent agent,
            List<AfterTurn> afterwards,
            Toolbox tools,
            Rights rights,
            ApprovalBook approvals,
            OpenCalls openCalls,
            Undo undo,
            DialogueRules rules,
            Membership membership,
            Clock clock,
            Supplier<String> ids,
            ThreadFactory threads) {}

    private record Running(String turnId, Cancellation cancellation) {}

    private final Parts parts;
    private final ConversationLog log;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    /** Number of threads that run turns; each counts until the end of its turn has been stored. */
    private final AtomicInteger atWork = new AtomicInteger();

    private volatile boolean stopping;

    Lanes(Parts parts) {
        this.parts = parts;
        this.log = parts.log();
    }

    /**
     * A turn about to be opened, as part of an append.
     *
     * @param lease the lease under which it starts with the append; null if it has to wait
     */
    record Opening(String turnId, List<DraftEvent> events, List<Write> alongside, @Nullable Lease lease) {}

    /**
     * Opens a turn: at once if the lane is free or the turn that has it waits for a person, otherwise at the end of the queue.
     */
    Opening opening(Conversation conversation, TurnStarted wish) {
        String turnId = conversation.nextTurnId();
        if (!conversation.isFreeFor(null)) {
            DraftEvent queued = new DraftEvent(
                    turnId,
                    new TurnQueued(
                            wish.text(),
                            wish.by(),
                            wish.clientMessageId(),
                            wish.follows(),
                            wish.trigger(),
                            wish.images(),
                            wish.untrusted()));
            return new Opening(turnId, List.of(queued), List.of(), null);
        }
        Lease lease = parts.membership().lease();
        List<DraftEvent> events = new ArrayList<>();
        if (conversation.title() == null) {
            events.add(new DraftEvent(null, new ConversationRenamed(Titles.of(wish.text()))));
        }
        events.addAll(starting(conversation, turnId, wish));
        return new Opening(turnId, events, log.beginRun(conversation.id(), lease.epoch()), lease);
    }

    /** The events that start a turn. A turn that undoes or repeats something begins with the calls for that. */
    private List<DraftEvent> starting(Conversation conversation, String turnId, TurnStarted start) {
        List<DraftEvent> events = new ArrayList<>();
        events.add(new DraftEvent(turnId, start));
        parts.undo()
                .firstCalls(conversation, turnId, start.trigger())
                .forEach(call -> events.add(new DraftEvent(turnId, call)));
        return events;
    }

    /** Runs a turn whose opening has been stored, unless it has to wait. */
    void run(String conversationId, Opening opening) {
        if (opening.lease() != null) {
            run(conversationId, opening.turnId(), opening.lease());
        }
    }

    /** Runs a turn. The caller has already stored that it runs under the lease. */
    void run(String conversationId, String turnId, Lease lease) {
        if (stopping) {
            return;
        }
        atWork.incrementAndGet();
        parts.threads()
                .newThread(() -> {
                    try {
                        Optional<String> next = Optional.of(turnId);
                        while (next.isPresent() && !stopping) {
                            next = runOne(conversationId, next.get(), lease);
                        }
                    } finally {
                        atWork.decrementAndGet();
                    }
                    if (!stopping) {
                        parts.afterwards().forEach(work -> work.afterTurn(conversationId));
                    }
                })
                .start();
    }

    private Optional<String> runOne(String conversationId, String turnId, Lease lease) {
        Cancellation cancellation = new Cancellation();
        Running current = new Running(turnId, cancellation);
        running.put(conversationId, current);
        if (stopping) {
            // The turn began just as the others were being left.
            cancellation.leave();
        }
        try {
            Agent.Outcome outcome = outcome(conversationId, turnId, lease, cancellation);
            // A finished outcome is stored; an unfinished turn continues where it is taken over.
            return stopping && !isWhole(outcome)
                    ? Optional.empty()
                    : end(conversationId, turnId, outcome, lease, cancellation, current);
        } catch (Fenced | ConversationStore.RunTaken e) {
            LOG.log(Level.WARNING, "turn {0} of {1} is left to another node", turnId, conversationId);
            return Optional.empty();
        } catch (Refused erased) {
            return Optional.empty();
        } finally {
            running.remove(conversationId, current);
        }
    }

    private static boolean isWhole(Agent.Outcome outcome) {
        return outcome instanceof Agent.Outcome.Answered || outcome instanceof Agent.Outcome.Parked;
    }

    private Agent.Outcome outcome(String conversationId, String turnId, Lease lease, Cancellation cancellation) {
        try {
            Caller then = log.view(conversationId, conversation -> requester(conversation, turnId))
                    .orElseThrow(DialogueManager::noSuchConversation);
            if (log.view(
                            conversationId,
                            conversation -> conversation.turn(turnId).cancelling())
                    .orElse(false)) {
                cancellation.cancel();
            }
            return parts.agent()
                    .run(new TurnHandle(log, conversationId, turnId, then, lease), () -> toolsNow(then), cancellation);
        } catch (CancellationException e) {
            throw DialogueManager.noSuchConversation();
        } catch (Refused | Fenced | ConversationStore.RunTaken e) {
            throw e;
        } catch (RuntimeException e) {
            if (lease.isOver()) {
                throw noLongerHere();
            }
            LOG.log(
                    stopping ? Level.DEBUG : Level.ERROR,
                    "turn " + turnId + " of conversation " + conversationId + " failed",
                    e);
            return new Agent.Outcome.Failed(List.of(), TurnProblem.internal());
        }
    }

    /** The tools that the user who made the request may use now. */
    Toolbox toolsNow(Caller then) {
        return parts.rights().now(then).map(parts.tools()::of).orElse(Toolbox.EMPTY);
    }

    static Caller requester(Conversation conversation, String turnId) {
        return caller(conversation.turn(turnId).by(), conversation.head().tenant());
    }

    /** The user who made the request, with the roles held at that time. */
    static Caller caller(Requester by, String tenant) {
        return new Caller(
                by.user(),
                tenant,
                by.roles().stream().map(Role::named).flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet()));
    }

    /** Stores how the turn ended, and starts the next. Retries until the store accepts it, since a turn must not stay open. */
    private Optional<String> end(
            String conversationId,
            String turnId,
            Agent.Outcome outcome,
            Lease lease,
            Cancellation cancellation,
            Running current) {
        for (long pause = 100; ; pause = Math.min(5_000, pause * 2)) {
            try {
                return append(conversationId, conversation -> {
                    Decided<Optional<String>> decided =
                            ending(conversation, conversation.turn(turnId), outcome, lease, cancellation);
                    if (decided.result().isEmpty()) {
                        running.remove(conversationId, current);
                    }
                    return decided;
                });
            } catch (Refused | Fenced | ConversationStore.RunTaken e) {
                throw e;
            } catch (RuntimeException e) {
                if (lease.isOver()) {
                    throw noLongerHere();
                }
                if (stopping) {
                    return Optional.empty();
                }
                LOG.log(Level.ERROR, "the end of turn " + turnId + " of " + conversationId + " cannot be stored", e);
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException interrupted) {
                    return Optional.empty();
                }
            }
        }
    }

    private Decided<Optional<String>> ending(
            Conversation conversation, Turn turn, Agent.Outcome outcome, Lease lease, Cancellation cancellation) {
        if (turn.state() != Turn.State.running && turn.state() != Turn.State.awaiting_approval) {
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
        List<Write> alongside = lease.guarding(settling.append().alongside());
        alongside.addAll(
                settling.next() == null
                        ? List.of(log.endRun(conversation.id(), lease.epoch()))
                        : log.beginRun(conversation.id(), lease.epoch()));
        return new Decided<>(new Append(settling.append().events(), alongside), Optional.ofNullable(settling.next()));
    }

    /** Parks a turn that waits for a person, and gives the lane to the next turn. */
    private Decided<Optional<String>> parking(
            Conversation conversation, Turn turn, Agent.Outcome.Parked parked, Lease lease) {
        Append asking = asking(conversation, turn, parked);
        List<DraftEvent> events = new ArrayList<>(asking.events());
        Optional<String> next = following(conversation, events);
        List<Write> alongside = new ArrayList<>(asking.alongside());
        alongside.add(lease.held());
        if (next.isEmpty()) {
            alongside.add(log.endRun(conversation.id(), lease.epoch()));
        } else {
            alongside.addAll(log.beginRun(conversation.id(), lease.epoch()));
        }
        return new Decided<>(new Append(events, alongside), next);
    }

    /**
     * The turn that has the lane next: one that was parked and can resume, otherwise the first in the queue, which is started.
     */
    private Optional<String> following(Conversation conversation, List<DraftEvent> events) {
        Optional<String> resumed = conversation.resumable().map(Turn::id);
        if (resumed.isPresent()) {
            return resumed;
        }
        Optional<Turn> queued = conversation.nextQueued();
        queued.ifPresent(waiting -> events.addAll(starting(
                conversation,
                waiting.id(),
                new TurnStarted(
                        waiting.text(),
                        waiting.by(),
                        waiting.clientMessageId(),
                        waiting.follows(),
                        waiting.trigger(),
                        waiting.images(),
                        waiting.opensUntrusted() ? true : null))));
        return queued.map(Turn::id);
    }

    private Append asking(Conversation conversation, Turn turn, Agent.Outcome.Parked parked) {
        List<DraftEvent> events = new ArrayList<>();
        List<Write> alongside = new ArrayList<>();
        Instant now = parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        for (Map.Entry<String, Need> entry : parked.needs().entrySet()) {
            ToolCall call = turn.call(entry.getKey());
            Need need = entry.getValue();
            Approval approval = new Approval(
                    parts.ids().get(),
                    conversation.head().tenant(),
                    conversation.id(),
                    turn.id(),
                    call.callId(),
                    turn.by().user(),
                    need.by(),
                    null,
                    now.plus(parts.rules().approvalExpiry()),
                    now,
                    Approval.State.pending);
            alongside.add(parts.approvals().open(approval));
            events.add(new DraftEvent(
                    turn.id(),
                    new ApprovalRequested(
                            approval.id(),
                            call.callId(),
                            call.tool(),
                            call.arguments(),
                            ApprovalHash.of(conversation.id(), call, call.arguments()),
                            approval.expiresAt(),
                            need.by().name(),
                            need.because(),
                            need.sum())));
        }
        return new Append(events, alongside);
    }

    /**
     * The end of a turn.
     *
     * @param next the turn that has the lane next; null if none waits
     */
    record Settling(Append append, @Nullable String next) {}

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
            OpenCalls.Closing closing = parts.openCalls().close(conversation, turn, call, why, lease);
            events.add(new DraftEvent(turn.id(), closing.event()));
            alongside.addAll(closing.alongside());
            ToolCall.PendingApproval asked = call.approval();
            if (call.state() == ToolCall.State.awaiting_approval && asked != null) {
                alongside.add(parts.approvals().close(asked.approvalId(), Approval.State.cancelled));
            }
        }
        last.forEach(event -> events.add(new DraftEvent(turn.id(), event)));
        Optional<TurnStarted> takesBack =
                whole ? Optional.empty() : parts.undo().of(conversation, turn);
        String next = null;
        boolean free = conversation.isFreeFor(turn);
        if (takesBack.isPresent() && free) {
            next = conversation.nextTurnId();
            events.addAll(starting(conversation, next, takesBack.get()));
        } else if (takesBack.isPresent()) {
            events.addAll(opening(conversation, takesBack.get()).events());
        } else if (free) {
            next = following(conversation, events).orElse(null);
        }
        return new Settling(new Append(events, alongside), next);
    }

    /** Takes over the turns whose node is no longer alive. */
    void takeUpAbandoned() {
        Set<String> seen = new HashSet<>();
        boolean more = true;
        while (more && !stopping) {
            more = false;
            for (ConversationHead head : log.abandoned(ABANDONED_AT_ONCE)) {
                if (seen.add(head.id())) {
                    more = true;
                    takeUp(head.id());
                }
            }
        }
    }

    private record TakenUp(String turnId, Lease lease) {}

    private void takeUp(String conversationId) {
        try {
            Optional<TakenUp> toResume = append(conversationId, conversation -> takingUp(conversation));
            toResume.ifPresent(turn -> run(conversationId, turn.turnId(), turn.lease()));
        } catch (ConversationStore.RunTaken | Fenced | Refused | KeyRing.Damaged e) {
            LOG.log(Level.DEBUG, "conversation {0} has been taken up already, or cannot be used", conversationId);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "conversation " + conversationId + " could not be taken up", e);
        }
    }

    private Decided<Optional<TakenUp>> takingUp(Conversation conversation) {
        Optional<Turn> active = conversation.active();
        Lease lease = parts.membership().lease();
        if (active.isEmpty() || active.get().state() != Turn.State.running) {
            return new Decided<>(new Append(List.of(), List.of(log.forgetRun(conversation))), Optional.empty());
        }
        Turn turn = active.get();
        List<Write> alongside = new ArrayList<>(log.takeOverRun(conversation.id(), lease.epoch()));
        if (turn.attempts() < parts.rules().mostAttempts()) {
            return new Decided<>(
                    Append.of(alongside, turn.id(), new TurnResumed(turn.attempts() + 1)),
                    Optional.of(new TakenUp(turn.id(), lease)));
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
        return new Decided<>(
                new Append(settling.append().events(), alongside),
                Optional.ofNullable(settling.next()).map(next -> new TakenUp(next, lease)));
    }

    /** Reads what other nodes have stored, and stops the turns that were cancelled on another node. */
    void followOthers() {
        if (!log.catchUp(running.keySet())) {
            return;
        }
        running.forEach((conversationId, current) -> {
            boolean unwanted = log.view(
                            conversationId,
                            conversation -> !conversation.hasTurn(current.turnId())
                                    || conversation.turn(current.turnId()).cancelling())
                    .orElse(true);
            if (unwanted) {
                current.cancellation().cancel();
            }
        });
    }

    private static Fenced noLongerHere() {
        return new Fenced("the turn is carried on elsewhere, or is lost");
    }

    /** Stops the turns that run here, because they began in a state that the store has lost. */
    void startOver() {
        running.values().forEach(current -> current.cancellation().cancel());
    }

    /** Stops the turn if it runs here. */
    boolean stopHere(String conversationId, String turnId) {
        Running current = running.get(conversationId);
        if (current == null || !current.turnId().equals(turnId)) {
            return false;
        }
        current.cancellation().cancel();
        return true;
    }

    Lease lease() {
        return parts.membership().lease();
    }

    List<Write> beginRun(String conversationId, Lease lease) {
        return log.beginRun(conversationId, lease.epoch());
    }

    /** Whether this node will store nothing more of any turn unless one begins. */
    boolean atRest() {
        return atWork.get() == 0;
    }

    boolean idle() {
        return running.isEmpty();
    }

    int running() {
        return running.size();
    }

    /** Leaves running turns as they are; they are resumed at the next start. */
    void close() {
        stopping = true;
        running.values().forEach(current -> current.cancellation().leave());
    }

    private <T> T append(String conversationId, Function<Conversation, Decided<T>> decide) {
        return log.append(conversationId, decide)
                .orElseThrow(DialogueManager::noSuchConversation)
                .result();
    }
}
