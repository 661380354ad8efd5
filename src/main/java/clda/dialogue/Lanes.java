package clda.dialogue;

import clda.agent.AfterTurn;
import clda.agent.Agent;
import clda.agent.TurnProblems;
import clda.conversation.Conversation;
import clda.conversation.ConversationEvent;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Decided;
import clda.conversation.ConversationStore;
import clda.conversation.Requester;
import clda.conversation.ToolError;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.TurnStarted;
import clda.llm.Cancellation;
import clda.logging.Ids;
import clda.security.Caller;
import clda.security.KeyRing;
import clda.security.Role;
import clda.store.Fenced;
import clda.store.Lease;
import clda.store.Membership;
import clda.tools.Toolbox;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
import java.util.stream.Collectors;

/**
 * The lanes of the conversations, one for each conversation. The turns of a conversation run one after another, each on its own
 * thread, on the node that opened it; later ones wait in the order of their arrival. A turn whose node has died is taken over
 * by another node.
 */
final class Lanes {

    private static final Logger LOG = System.getLogger(Lanes.class.getName());
    private static final int TAKEN_UP_AT_ONCE = 500;

    private record Running(String turnId, Cancellation cancellation) {}

    private final ConversationLog log;
    private final TurnRunner runner;
    private final List<AfterTurn> afterwards;
    private final Openings openings;
    private final Endings endings;
    private final Placement placement;
    private final Membership membership;
    private final ThreadFactory threads;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    /** Number of threads that run turns; each counts until the end of its turn has been stored. */
    private final AtomicInteger atWork = new AtomicInteger();

    private volatile boolean stopping;

    Lanes(
            ConversationLog log,
            TurnRunner runner,
            List<AfterTurn> afterwards,
            Openings openings,
            Endings endings,
            Placement placement,
            Membership membership,
            ThreadFactory threads) {
        this.log = log;
        this.runner = runner;
        this.afterwards = afterwards;
        this.openings = openings;
        this.endings = endings;
        this.placement = placement;
        this.membership = membership;
        this.threads = threads;
    }

    /** Opens a turn, as part of an append; see {@link Openings#opening}. */
    Opening opening(Conversation conversation, TurnStarted wish) {
        return openings.opening(conversation, wish);
    }

    /** Ends a turn, as part of an append; see {@link Endings#settle}. */
    Settling settle(
            Conversation conversation,
            Turn turn,
            List<ConversationEvent> last,
            ToolError why,
            boolean whole,
            Lease lease) {
        return endings.settle(conversation, turn, last, why, whole, lease);
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
        threads.newThread(() -> {
                    try {
                        Optional<String> next = Optional.of(turnId);
                        while (next.isPresent() && !stopping) {
                            next = runOne(conversationId, next.get(), lease);
                        }
                    } finally {
                        atWork.decrementAndGet();
                    }
                    if (!stopping) {
                        try (Ids.Scope scope = Ids.of(conversationId).open()) {
                            afterwards.forEach(work -> work.afterTurn(conversationId));
                        }
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
        try (Ids.Scope scope = Ids.of(conversationId, turnId).open()) {
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
            return runner.run(conversationId, turnId, lease, cancellation);
        } catch (CancellationException e) {
            throw Refused.noSuchConversation();
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
            return new Agent.Outcome.Failed(List.of(), TurnProblems.internal());
        }
    }

    /** The tools that the user who made the request may use now. */
    Toolbox toolsNow(Caller then) {
        return runner.toolsNow(then);
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
                            endings.ending(conversation, conversation.turn(turnId), outcome, lease, cancellation);
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

    /** Takes over the turns whose node is no longer alive, and those that were left to nodes like this one. */
    void takeUpAbandoned() {
        Set<String> seen = new HashSet<>();
        boolean more = true;
        while (more && !stopping) {
            more = false;
            for (ConversationHead head : log.abandoned(TAKEN_UP_AT_ONCE)) {
                if (seen.add(head.id()) && placement.isHere(head)) {
                    more = true;
                    takeUp(head.id(), endings::takingUp);
                }
            }
        }
        takeUpAllLeft();
    }

    /** Takes the turns that other nodes have left to nodes like this one. */
    void takeUpLeft() {
        if (!membership.alone()) {
            takeUpAllLeft();
        }
    }

    /** However many of them wait for others. */
    private void takeUpAllLeft() {
        List<ConversationHead> some;
        String last = "";
        do {
            some = log.left(last, TAKEN_UP_AT_ONCE);
            for (ConversationHead head : some) {
                last = head.id();
                if (placement.isHere(head)) {
                    takeUp(last, endings::takingLeft);
                }
            }
        } while (some.size() == TAKEN_UP_AT_ONCE && !stopping);
    }

    private interface Taking {
        Decided<Optional<String>> decide(Conversation conversation, Lease lease);
    }

    private void takeUp(String conversationId, Taking taking) {
        try {
            Lease lease = membership.lease();
            Optional<String> toRun = append(conversationId, conversation -> taking.decide(conversation, lease));
            toRun.ifPresent(turnId -> log.taken(conversationId, turnId));
            toRun.ifPresent(turnId -> run(conversationId, turnId, lease));
        } catch (ConversationStore.RunTaken | Fenced | Refused | KeyRing.Damaged e) {
            LOG.log(Level.DEBUG, "conversation {0} has been taken up already, or cannot be used", conversationId);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "conversation " + conversationId + " could not be taken up", e);
        }
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
        return membership.lease();
    }

    /** Where a turn of the conversation runs that begins now; see {@link Placement#start}. */
    Placement.Start start(Conversation conversation, Lease lease) {
        return placement.start(conversation, lease);
    }

    /** Whether turns and tasks of the conversation run on this node; false if it is gone or damaged. */
    boolean runsHere(String conversationId) {
        try {
            return log.head(conversationId).filter(placement::isHere).isPresent();
        } catch (KeyRing.Damaged e) {
            return false;
        }
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
                .orElseThrow(Refused::noSuchConversation)
                .result();
    }
}
