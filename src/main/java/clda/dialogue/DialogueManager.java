package clda.dialogue;

import clda.agent.Agent;
import clda.agent.ApprovalHash;
import clda.agent.TurnProblem;
import clda.conversation.Conversation;
import clda.conversation.ConversationEvent;
import clda.conversation.ConversationEvent.ApprovalDecided;
import clda.conversation.ConversationEvent.ApprovalRequested;
import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.ConversationEvent.Decision;
import clda.conversation.ConversationEvent.Requester;
import clda.conversation.ConversationEvent.ToolError;
import clda.conversation.ConversationEvent.ToolFailed;
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
import clda.conversation.DraftEvent;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.llm.Cancellation;
import clda.security.Caller;
import clda.security.Role;
import clda.store.Write;
import clda.tools.ApprovalRule;
import clda.tools.ArgumentCheck;
import clda.tools.Toolbox;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Opens, queues, cancels, parks and resumes turns. One turn of a conversation runs at a time, on a thread of its own; what
 * comes meanwhile waits in the order of its arrival. All state is in the log; after a crash {@link #start} goes on.
 */
public final class DialogueManager implements AutoCloseable {

    private static final Logger LOG = System.getLogger(DialogueManager.class.getName());
    private static final int TITLE_LENGTH = 60;

    private record Running(String turnId, Cancellation cancellation) {}

    private final ConversationLog log;
    private final Agent agent;
    private final Toolbox tools;
    private final ApprovalBook approvals;
    private final OpenCalls openCalls;
    private final DialogueRules rules;
    private final Clock clock;
    private final Supplier<String> ids;
    private final ThreadFactory threads;
    private final ArgumentCheck check = new ArgumentCheck();
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    public DialogueManager(
            ConversationLog log,
            Agent agent,
            Toolbox tools,
            ApprovalBook approvals,
            OpenCalls openCalls,
            DialogueRules rules,
            Clock clock,
            Supplier<String> ids,
            ThreadFactory threads) {
        this.log = log;
        this.agent = agent;
        this.tools = tools;
        this.approvals = approvals;
        this.openCalls = openCalls;
        this.rules = rules;
        this.clock = clock;
        this.ids = ids;
        this.threads = threads;
    }

    /** Takes up every turn that the last crash or stop left running. */
    public void start() {
        for (ConversationHead head : log.withOpenTurns()) {
            try {
                takeUp(head.id());
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "conversation " + head.id() + " could not be taken up", e);
            }
        }
    }

    private void takeUp(String conversationId) {
        Optional<Turn> toResume = append(conversationId, conversation -> {
            Optional<Turn> active = conversation.active();
            if (active.isEmpty() || active.get().state() != Turn.State.running) {
                return new Decided<>(Append.NOTHING, Optional.<Turn>empty());
            }
            Turn turn = active.get();
            if (turn.attempts() >= rules.mostAttempts()) {
                return new Decided<>(
                        settle(
                                conversation,
                                turn,
                                List.of(new TurnInterrupted(
                                        "The server stopped " + (turn.attempts() + 1) + " times during this turn.")),
                                "interrupted",
                                "The turn was given up."),
                        conversation.nextQueued());
            }
            return new Decided<>(Append.of(turn.id(), new TurnResumed(turn.attempts() + 1)), Optional.of(turn));
        });
        toResume.ifPresent(turn -> run(conversationId, turn.id()));
    }

    /**
     * A person speaks.
     *
     * @param clientMessageId the client's own id; the same id again gives the same turn
     * @return the turn that answers, queued or running
     */
    public String say(Caller caller, String conversationId, String text, @Nullable String clientMessageId) {
        checkText(text);
        return open(caller, conversationId, clientMessageId, conversation -> new Wish(text, conversation.tip()));
    }

    /** Answers the same text once more, beside the answer that there is. */
    public String regenerate(Caller caller, String conversationId, String turnId) {
        return open(caller, conversationId, null, conversation -> {
            Turn turn = settledTurn(conversation, turnId);
            return new Wish(turn.text(), turn.follows());
        });
    }

    /** Says something else in the place of a turn; the turn stays on its own branch. */
    public String edit(Caller caller, String conversationId, String turnId, String text) {
        checkText(text);
        return open(
                caller,
                conversationId,
                null,
                conversation -> new Wish(text, settledTurn(conversation, turnId).follows()));
    }

    private record Wish(String text, @Nullable String follows) {}

    private record Opened(String turnId, boolean starts, boolean interrupts) {}

    private String open(
            Caller caller,
            String conversationId,
            @Nullable String clientMessageId,
            Function<Conversation, Wish> understand) {
        Opened opened = append(conversationId, conversation -> {
            requireOwner(conversation, caller);
            if (clientMessageId != null) {
                Optional<Turn> same = conversation.turnOfClientMessage(clientMessageId);
                if (same.isPresent()) {
                    return new Decided<>(Append.NOTHING, new Opened(same.get().id(), false, false));
                }
            }
            Wish wish = understand.apply(conversation);
            Requester by = new Requester(caller.user(), caller.roleNames());
            String turnId = conversation.nextTurnId();
            if (conversation.active().isPresent()) {
                boolean interrupts = rules.whileBusy() == DialogueRules.WhileBusy.interrupt;
                long waiting = conversation.turns().stream()
                        .filter(turn -> turn.state() == Turn.State.queued)
                        .count();
                if (rules.whileBusy() == DialogueRules.WhileBusy.reject || waiting >= rules.mostQueued()) {
                    throw new Refused(Refused.Kind.BUSY, "A turn of this conversation is running.");
                }
                return new Decided<>(
                        Append.of(turnId, new TurnQueued(wish.text(), by, clientMessageId, wish.follows())),
                        new Opened(turnId, false, interrupts));
            }
            List<DraftEvent> events = new ArrayList<>();
            if (conversation.title() == null) {
                events.add(new DraftEvent(null, new ConversationRenamed(titleOf(wish.text()))));
            }
            events.add(new DraftEvent(turnId, new TurnStarted(wish.text(), by, clientMessageId, wish.follows())));
            return new Decided<>(new Append(events, List.of()), new Opened(turnId, true, false));
        });
        if (opened.starts()) {
            run(conversationId, opened.turnId());
        }
        if (opened.interrupts()) {
            log.view(conversationId, Conversation::active)
                    .flatMap(Function.identity())
                    .ifPresent(active -> cancel(caller, conversationId, active.id()));
        }
        return opened.turnId();
    }

    private static String titleOf(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        int end = Math.min(
                line.length(),
                line.offsetByCodePoints(0, Math.min(TITLE_LENGTH, line.codePointCount(0, line.length()))));
        return end < line.length() ? line.substring(0, end).stripTrailing() + "…" : line;
    }

    private void checkText(String text) {
        if (text.isBlank()) {
            throw new Refused(Refused.Kind.INVALID, "The text is empty.");
        }
        if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new Refused(Refused.Kind.INVALID, "The text holds half of a character.");
        }
        if (text.length() > rules.mostText()) {
            throw new Refused(
                    Refused.Kind.TOO_LONG,
                    "The text has " + text.length() + " characters; at most " + rules.mostText() + " are taken.");
        }
    }

    /** Stops a turn: one that waits ends at once, one that runs as soon as its model or tool can be left. */
    public void cancel(Caller caller, String conversationId, String turnId) {
        Optional<String> next = append(conversationId, conversation -> {
            requireOwner(conversation, caller);
            Turn turn = existingTurn(conversation, turnId);
            if (turn.state() == Turn.State.queued) {
                return new Decided<>(
                        Append.of(turnId, new TurnCancelled(caller.user(), null)), Optional.<String>empty());
            }
            if (turn.state() == Turn.State.awaiting_approval) {
                return new Decided<>(
                        settle(
                                conversation,
                                turn,
                                List.of(new TurnCancelled(caller.user(), null)),
                                "cancelled",
                                "The turn was cancelled."),
                        conversation.nextQueued().map(Turn::id));
            }
            return new Decided<>(Append.NOTHING, Optional.<String>empty());
        });
        next.ifPresent(id -> run(conversationId, id));
        Running current = running.get(conversationId);
        if (current != null && current.turnId().equals(turnId)) {
            current.cancellation().cancel();
        }
    }

    /**
     * A person decides about a call that waits.
     *
     * @param hash of what the person was shown
     * @param edited other arguments to approve instead; null to take those shown
     */
    public void decide(
            Caller caller,
            String approvalId,
            Decision decision,
            String hash,
            @Nullable String reason,
            @Nullable ObjectNode edited) {
        Approval approval = visibleApproval(caller, approvalId);
        requireMayDecide(caller, approval);
        boolean goesOn;
        try {
            goesOn = append(approval.conversationId(), conversation -> {
                Turn turn = existingTurn(conversation, approval.turnId());
                ToolCall call = turn.callAwaiting(approvalId)
                        .orElseThrow(() -> new Refused(
                                Refused.Kind.ALREADY_DECIDED, "This has been decided, or is no longer wanted."));
                if (!clock.instant().isBefore(approval.expiresAt())) {
                    throw new Refused(Refused.Kind.EXPIRED, "The time to decide is over.");
                }
                ToolCall.PendingApproval asked = java.util.Objects.requireNonNull(call.approval());
                if (!asked.hash().equals(hash)) {
                    throw new Refused(Refused.Kind.OTHER_HASH, "This is not what was shown; look at it again.");
                }
                boolean last = turn.calls().stream()
                                .filter(c -> c.state() == ToolCall.State.awaiting_approval)
                                .count()
                        == 1;
                return new Decided<>(
                        decision == Decision.approve
                                ? approve(caller, approval, call, reason, edited)
                                : deny(caller, approval, call, reason),
                        last);
            });
        } catch (ApprovalBook.AlreadyDecided e) {
            throw new Refused(Refused.Kind.ALREADY_DECIDED, "This has been decided, or is no longer wanted.");
        }
        if (goesOn) {
            run(approval.conversationId(), approval.turnId());
        }
    }

    private Append approve(
            Caller caller, Approval approval, ToolCall call, @Nullable String reason, @Nullable ObjectNode edited) {
        JsonNode arguments = edited == null ? call.arguments() : edited;
        if (edited != null) {
            List<String> problems = tools.find(call.tool())
                    .map(tool -> check.problems(tool.definition(), edited))
                    .orElse(List.of("the tool is gone"));
            if (!problems.isEmpty()) {
                throw new Refused(Refused.Kind.INVALID, String.join("; ", problems));
            }
        }
        return Append.of(
                List.of(approvals.close(approval.id(), Approval.State.approved)),
                approval.turnId(),
                new ApprovalDecided(
                        approval.id(),
                        call.callId(),
                        Decision.approve,
                        caller.user(),
                        reason,
                        edited,
                        ApprovalHash.of(approval.conversationId(), call, arguments)));
    }

    private Append deny(Caller caller, Approval approval, ToolCall call, @Nullable String reason) {
        ToolCall.PendingApproval asked = java.util.Objects.requireNonNull(call.approval());
        String why = reason == null || reason.isBlank() ? "" : " Reason: " + reason;
        return Append.of(
                List.of(approvals.close(approval.id(), Approval.State.denied)),
                approval.turnId(),
                new ApprovalDecided(
                        approval.id(), call.callId(), Decision.deny, caller.user(), reason, null, asked.hash()),
                new ToolFailed(call.callId(), new ToolError("denied", "Denied by " + caller.user() + "." + why)));
    }

    /** Ends the approvals whose time is over; their calls fail and their turns go on. */
    public void expireApprovals() {
        for (Approval approval : approvals.overdue(clock.instant(), 100)) {
            try {
                boolean goesOn = append(approval.conversationId(), conversation -> {
                    Turn turn = existingTurn(conversation, approval.turnId());
                    if (turn.callAwaiting(approval.id()).isEmpty()) {
                        return new Decided<>(Append.NOTHING, false);
                    }
                    return new Decided<>(
                            Append.of(
                                    List.of(approvals.close(approval.id(), Approval.State.expired)),
                                    approval.turnId(),
                                    new ToolFailed(
                                            approval.callId(),
                                            new ToolError("expired", "Nobody approved it in time."))),
                            turn.calls().stream()
                                            .filter(c -> c.state() == ToolCall.State.awaiting_approval)
                                            .count()
                                    == 1);
                });
                if (goesOn) {
                    run(approval.conversationId(), approval.turnId());
                }
            } catch (Refused | ApprovalBook.AlreadyDecided e) {
                LOG.log(Level.DEBUG, "approval {0} ended by itself", approval.id());
            }
        }
    }

    /** An approval with what is asked, as it stands in the conversation. */
    public record WaitingCall(Approval approval, ToolCall call, boolean mayDecide) {}

    /** What waits for this caller's decision, and what this caller waits for. */
    public List<WaitingCall> waitingFor(Caller caller) {
        List<WaitingCall> waiting = new ArrayList<>();
        for (Approval approval : approvals.pending(caller.tenant(), 500)) {
            if (maySee(caller, approval)) {
                log.view(
                                approval.conversationId(),
                                conversation -> conversation.hasTurn(approval.turnId())
                                        ? conversation.turn(approval.turnId()).callAwaiting(approval.id())
                                        : Optional.<ToolCall>empty())
                        .flatMap(Function.identity())
                        .ifPresent(call -> waiting.add(new WaitingCall(approval, call, mayDecide(caller, approval))));
            }
        }
        return waiting;
    }

    private Approval visibleApproval(Caller caller, String approvalId) {
        return approvals
                .find(approvalId)
                .filter(approval -> maySee(caller, approval))
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, "There is no such approval."));
    }

    private static boolean maySee(Caller caller, Approval approval) {
        return approval.tenant().equals(caller.tenant())
                && (approval.requester().equals(caller.user())
                        || approval.by() == ApprovalRule.By.approver && caller.is(Role.approver));
    }

    private static boolean mayDecide(Caller caller, Approval approval) {
        boolean own = approval.requester().equals(caller.user());
        return switch (approval.by()) {
            case requester -> own;
            case approver -> !own && caller.is(Role.approver);
        };
    }

    private static void requireMayDecide(Caller caller, Approval approval) {
        if (!mayDecide(caller, approval)) {
            throw new Refused(
                    Refused.Kind.FORBIDDEN, "Somebody with the role approver, other than the requester, decides this.");
        }
    }

    /** Whether nothing runs; for tests and for stopping. */
    public boolean idle() {
        return running.isEmpty();
    }

    private void run(String conversationId, String turnId) {
        if (stopping) {
            return;
        }
        threads.newThread(() -> {
                    Optional<String> next = Optional.of(turnId);
                    while (next.isPresent() && !stopping) {
                        next = runOne(conversationId, next.get());
                    }
                })
                .start();
    }

    private Optional<String> runOne(String conversationId, String turnId) {
        Cancellation cancellation = new Cancellation();
        Running current = new Running(turnId, cancellation);
        running.put(conversationId, current);
        try {
            Agent.Outcome outcome = outcome(conversationId, turnId, cancellation);
            return stopping ? Optional.empty() : end(conversationId, turnId, outcome, cancellation, current);
        } catch (Refused erased) {
            return Optional.empty();
        } finally {
            running.remove(conversationId, current);
        }
    }

    private Agent.Outcome outcome(String conversationId, String turnId, Cancellation cancellation) {
        try {
            Caller caller = log.view(conversationId, conversation -> requester(conversation, turnId))
                    .orElseThrow(DialogueManager::noSuchConversation);
            return agent.run(conversationId, turnId, caller, tools.of(caller), cancellation);
        } catch (java.util.concurrent.CancellationException e) {
            throw noSuchConversation();
        } catch (Refused e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "turn " + turnId + " of conversation " + conversationId + " failed", e);
            return new Agent.Outcome.Failed(List.of(), TurnProblem.internal());
        }
    }

    private static Caller requester(Conversation conversation, String turnId) {
        Requester by = conversation.turn(turnId).by();
        return new Caller(
                by.user(),
                conversation.head().tenant(),
                by.roles().stream().map(Role::named).flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet()));
    }

    /** Stores how the turn ended, and starts the next; tries until the store takes it, since a turn may not stay open. */
    private Optional<String> end(
            String conversationId, String turnId, Agent.Outcome outcome, Cancellation cancellation, Running current) {
        for (long pause = 100; ; pause = Math.min(5_000, pause * 2)) {
            try {
                return append(conversationId, conversation -> {
                    Decided<Optional<String>> decided =
                            ending(conversation, conversation.turn(turnId), outcome, cancellation);
                    if (decided.result().isEmpty()) {
                        running.remove(conversationId, current);
                    }
                    return decided;
                });
            } catch (Refused e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "the end of turn " + turnId + " of " + conversationId + " cannot be stored", e);
                if (stopping) {
                    return Optional.empty();
                }
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException interrupted) {
                    return Optional.empty();
                }
            }
        }
    }

    private Decided<Optional<String>> ending(
            Conversation conversation, Turn turn, Agent.Outcome outcome, Cancellation cancellation) {
        if (turn.state() != Turn.State.running && turn.state() != Turn.State.awaiting_approval) {
            return new Decided<>(Append.NOTHING, Optional.empty());
        }
        List<ConversationEvent> last = new ArrayList<>();
        switch (outcome) {
            case Agent.Outcome.Parked parked -> {
                if (!cancellation.isCancelled()) {
                    return new Decided<>(park(conversation, turn, parked), Optional.empty());
                }
                last.add(new TurnCancelled(turn.by().user(), null));
            }
            case Agent.Outcome.Answered answered -> {
                last.addAll(answered.last());
                last.add(new TurnCompleted(answered.reply(), answered.awaiting()));
            }
            case Agent.Outcome.Failed failed -> {
                last.addAll(failed.last());
                last.add(new TurnFailed(failed.problem()));
            }
            case Agent.Outcome.Cancelled cancelled ->
                last.add(new TurnCancelled(turn.by().user(), cancelled.partial()));
        }
        String code = outcome instanceof Agent.Outcome.Failed ? "failed" : "cancelled";
        return new Decided<>(
                settle(conversation, turn, last, code, "The turn ended before the tool was run."),
                conversation.nextQueued().map(Turn::id));
    }

    private Append park(Conversation conversation, Turn turn, Agent.Outcome.Parked parked) {
        List<DraftEvent> events = new ArrayList<>();
        List<Write> alongside = new ArrayList<>();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        parked.needs().forEach((callId, by) -> {
            ToolCall call = turn.call(callId);
            Approval approval = new Approval(
                    ids.get(),
                    conversation.head().tenant(),
                    conversation.id(),
                    turn.id(),
                    callId,
                    turn.by().user(),
                    by,
                    now.plus(rules.approvalExpiry()),
                    now,
                    Approval.State.pending);
            alongside.add(approvals.open(approval));
            events.add(new DraftEvent(
                    turn.id(),
                    new ApprovalRequested(
                            approval.id(),
                            callId,
                            call.tool(),
                            call.arguments(),
                            ApprovalHash.of(conversation.id(), call, call.arguments()),
                            approval.expiresAt(),
                            by.name())));
        });
        return new Append(events, alongside);
    }

    /** The turn's end, with a result for every call that has none, and the start of the next turn. */
    private Append settle(
            Conversation conversation, Turn turn, List<ConversationEvent> last, String code, String message) {
        List<DraftEvent> events = new ArrayList<>();
        List<Write> alongside = new ArrayList<>();
        for (ToolCall call : turn.openCalls()) {
            OpenCalls.Closing closing = openCalls.close(conversation, turn, call, new ToolError(code, message));
            events.add(new DraftEvent(turn.id(), closing.event()));
            alongside.addAll(closing.alongside());
            ToolCall.PendingApproval asked = call.approval();
            if (call.state() == ToolCall.State.awaiting_approval && asked != null) {
                alongside.add(approvals.close(asked.approvalId(), Approval.State.cancelled));
            }
        }
        last.forEach(event -> events.add(new DraftEvent(turn.id(), event)));
        conversation
                .nextQueued()
                .ifPresent(next -> events.add(new DraftEvent(
                        next.id(), new TurnStarted(next.text(), next.by(), next.clientMessageId(), next.follows()))));
        return new Append(events, alongside);
    }

    private static Turn existingTurn(Conversation conversation, String turnId) {
        if (!conversation.hasTurn(turnId)) {
            throw new Refused(Refused.Kind.NOT_FOUND, "There is no such turn.");
        }
        return conversation.turn(turnId);
    }

    private static Turn settledTurn(Conversation conversation, String turnId) {
        Turn turn = existingTurn(conversation, turnId);
        if (!turn.state().settled()) {
            throw new Refused(Refused.Kind.BUSY, "The turn has not ended yet.");
        }
        return turn;
    }

    private static void requireOwner(Conversation conversation, Caller caller) {
        if (!owns(conversation.head(), caller)) {
            throw noSuchConversation();
        }
    }

    static boolean owns(ConversationHead head, Caller caller) {
        return head.tenant().equals(caller.tenant()) && head.owner().equals(caller.user());
    }

    static Refused noSuchConversation() {
        return new Refused(Refused.Kind.NOT_FOUND, "There is no such conversation.");
    }

    private <T> T append(String conversationId, Function<Conversation, Decided<T>> decide) {
        return log.append(conversationId, decide)
                .orElseThrow(DialogueManager::noSuchConversation)
                .result();
    }

    /** Leaves running turns where they are; they are taken up at the next start. */
    @Override
    public void close() {
        stopping = true;
        running.values().forEach(current -> current.cancellation().cancel());
    }
}
