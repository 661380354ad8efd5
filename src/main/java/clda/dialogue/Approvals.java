package clda.dialogue;

import clda.agent.ApprovalHash;
import clda.conversation.Conversation;
import clda.conversation.ConversationEvent.ApprovalDecided;
import clda.conversation.ConversationEvent.ApprovalDelegated;
import clda.conversation.ConversationEvent.Because;
import clda.conversation.ConversationEvent.Decision;
import clda.conversation.ConversationEvent.IntentRecognized;
import clda.conversation.ConversationEvent.ToolError;
import clda.conversation.ConversationEvent.ToolFailed;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLog.Decided;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.nlu.YesOrNo;
import clda.security.Caller;
import clda.security.KeyRing;
import clda.security.Rights;
import clda.security.Role;
import clda.security.Subject;
import clda.store.Lease;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import clda.tools.ApprovalRule;
import clda.tools.ArgumentCheck;
import clda.tools.Tool;
import clda.tools.Toolbox;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decisions that wait for a person: who may decide, and what a decision leads to. Each approval is used once, for exactly what
 * was shown.
 */
public final class Approvals {

    private static final Logger LOG = System.getLogger(Approvals.class.getName());
    private static final int MOST_USER = 128;
    private static final String NOT_TO_THEM = "There is no user of that name who may decide this.";

    private final ConversationLog log;
    private final Lanes lanes;
    private final ApprovalBook book;
    private final Toolbox tools;
    private final Rights rights;
    private final Clock clock;
    private final ArgumentCheck check = new ArgumentCheck();

    Approvals(ConversationLog log, Lanes lanes, ApprovalBook book, Toolbox tools, Rights rights, Clock clock) {
        this.log = log;
        this.lanes = lanes;
        this.book = book;
        this.tools = tools;
        this.rights = rights;
        this.clock = clock;
    }

    /**
     * A person's decision.
     *
     * @param hash the hash of what the person was shown
     * @param edited other arguments to approve instead; null to approve those shown
     * @param remember whether further calls of the tool in this conversation need no approval; only for tools without high
     *     impact
     * @param clientMessageId the client's own id of the message with the decision; null if there is none
     */
    public record Choice(
            Decision decision,
            String hash,
            @Nullable String reason,
            @Nullable ObjectNode edited,
            boolean remember,
            @Nullable String clientMessageId) {

        public Choice(
                Decision decision,
                String hash,
                @Nullable String reason,
                @Nullable ObjectNode edited,
                boolean remember) {
            this(decision, hash, reason, edited, remember, null);
        }

        public static Choice of(Decision decision, String hash) {
            return new Choice(decision, hash, null, null, false);
        }
    }

    /** Decides about a waiting call, with the rights that the person has now. */
    public void decide(Caller then, String approvalId, Choice choice) {
        Caller caller = now(then);
        Approval approval = visible(caller, approvalId);
        requireMayDecide(caller, approval);
        Optional<Lease> goesOn = changing(approval, (conversation, turn, call) -> {
            ToolCall.PendingApproval asked = asked(call);
            if (choice.clientMessageId() != null
                    && conversation.turnDecidedBy(choice.clientMessageId()).isPresent()) {
                throw alreadyDecided();
            }
            if (!asked.hash().equals(choice.hash())) {
                throw new Refused(Refused.Kind.OTHER_HASH, "This is not what you were shown. Look at it again.");
            }
            return choice.decision() == Decision.approve
                    ? approve(caller, approval, call, choice)
                    : deny(caller, approval, call, choice);
        });
        goesOn.ifPresent(lease -> lanes.run(approval.conversationId(), approval.turnId(), lease));
    }

    private interface Change {
        Append of(Conversation conversation, Turn turn, ToolCall call);
    }

    /** Changes a pending approval. If it was the last that the turn waited for and the lane is free, the turn resumes. */
    private Optional<Lease> changing(Approval approval, Change change) {
        try {
            return append(approval.conversationId(), conversation -> {
                Turn turn = DialogueManager.existingTurn(conversation, approval.turnId());
                ToolCall call = waiting(turn, approval);
                Append changed = change.of(conversation, turn, call);
                boolean last = turn.calls().stream()
                                .filter(c -> c.state() == ToolCall.State.awaiting_approval)
                                .count()
                        == 1;
                if (!last || !conversation.isFreeFor(turn)) {
                    return new Decided<>(changed, Optional.<Lease>empty());
                }
                Lease lease = lanes.lease();
                List<Write> alongside = new ArrayList<>(changed.alongside());
                alongside.addAll(lanes.beginRun(conversation.id(), lease));
                return new Decided<>(new Append(changed.events(), alongside), Optional.of(lease));
            });
        } catch (ApprovalBook.AlreadyDecided e) {
            throw alreadyDecided();
        }
    }

    private ToolCall waiting(Turn turn, Approval approval) {
        ToolCall call = turn.callAwaiting(approval.id()).orElseThrow(Approvals::alreadyDecided);
        if (!clock.instant().isBefore(approval.expiresAt())) {
            throw new Refused(Refused.Kind.EXPIRED, "The time to decide has passed.");
        }
        return call;
    }

    private static Refused alreadyDecided() {
        return new Refused(Refused.Kind.ALREADY_DECIDED, "This has already been decided, or is no longer needed.");
    }

    private static ToolCall.PendingApproval asked(ToolCall call) {
        return Objects.requireNonNull(call.approval());
    }

    private Append approve(Caller caller, Approval approval, ToolCall call, Choice choice) {
        ObjectNode edited = choice.edited();
        JsonNode arguments = edited == null ? call.arguments() : edited;
        if (edited != null) {
            List<String> problems = tools.find(call.tool())
                    .map(tool -> check.problems(tool.definition(), edited))
                    .orElse(List.of("the tool is gone"));
            if (!problems.isEmpty()) {
                throw new Refused(Refused.Kind.INVALID, String.join("; ", problems));
            }
            requireStillMine(caller, approval, call, edited);
        }
        if (choice.remember() && !mayBeRemembered(call)) {
            throw new Refused(Refused.Kind.INVALID, "Calls of this tool have to be approved one by one.");
        }
        return Append.of(
                List.of(book.close(approval.id(), Approval.State.approved)),
                approval.turnId(),
                new ApprovalDecided(
                        approval.id(),
                        call.callId(),
                        Decision.approve,
                        caller.user(),
                        choice.reason(),
                        edited,
                        ApprovalHash.of(approval.conversationId(), call, arguments),
                        choice.remember() ? true : null,
                        choice.clientMessageId()));
    }

    /** Refuses edited arguments with which someone else would have to approve the call. */
    private void requireStillMine(Caller caller, Approval approval, ToolCall call, ObjectNode edited) {
        Optional<ApprovalRule.By> needed = tools.find(call.tool())
                .flatMap(tool -> tool.definition().approval().neededFor(edited));
        if (approval.by() == ApprovalRule.By.requester && needed.equals(Optional.of(ApprovalRule.By.approver))) {
            throw new Refused(
                    Refused.Kind.FORBIDDEN, "With these arguments, someone with the approver role has to decide.");
        }
    }

    /** Whether a person may choose that further calls of the tool need no approval. */
    public boolean mayBeRemembered(ToolCall call) {
        ToolCall.PendingApproval approval = call.approval();
        return approval != null
                && (approval.because() == null || approval.because() == Because.rule)
                && approval.role().equals(ApprovalRule.By.requester.name())
                && tools.find(call.tool())
                        .map(Tool::definition)
                        .filter(definition -> !definition.highImpact())
                        .isPresent();
    }

    private Append deny(Caller caller, Approval approval, ToolCall call, Choice choice) {
        String reason = choice.reason();
        String why = reason == null || reason.isBlank() ? "" : " Reason: " + reason;
        return Append.of(
                List.of(book.close(approval.id(), Approval.State.denied)),
                approval.turnId(),
                new ApprovalDecided(
                        approval.id(),
                        call.callId(),
                        Decision.deny,
                        caller.user(),
                        reason,
                        null,
                        asked(call).hash(),
                        null,
                        choice.clientMessageId()),
                new ToolFailed(call.callId(), new ToolError("denied", "Denied by " + caller.name() + "." + why)));
    }

    private Caller now(Caller then) {
        return rights.now(then)
                .orElseThrow(() -> new Refused(Refused.Kind.FORBIDDEN, "This account can no longer be used."));
    }

    /** Someone who may decide asks another person with the required role to decide; from then on, both may. */
    public void delegate(Caller then, String approvalId, String to) {
        Caller caller = now(then);
        Approval approval = visible(caller, approvalId);
        requireMayDecide(caller, approval);
        if (to.isBlank() || to.length() > MOST_USER) {
            throw new Refused(Refused.Kind.INVALID, "A user name must have 1 to " + MOST_USER + " characters.");
        }
        Caller asked =
                rights.find(approval.tenant(), to).orElseThrow(() -> new Refused(Refused.Kind.FORBIDDEN, NOT_TO_THEM));
        if (approval.by() == ApprovalRule.By.approver && Subject.alike(asked.user(), approval.requester())) {
            throw new Refused(Refused.Kind.FORBIDDEN, "Nobody can approve their own request.");
        }
        if (!holdsRole(asked, approval.by())) {
            throw new Refused(Refused.Kind.FORBIDDEN, NOT_TO_THEM);
        }
        append(approval.conversationId(), conversation -> {
            ToolCall call = waiting(DialogueManager.existingTurn(conversation, approval.turnId()), approval);
            return new Decided<>(
                    Append.of(
                            List.of(book.delegate(approvalId, asked.user())),
                            approval.turnId(),
                            new ApprovalDelegated(approvalId, call.callId(), caller.user(), asked.user())),
                    true);
        });
    }

    /** Ends expired approvals; their calls fail and their turns resume. */
    public void expire() {
        for (Approval approval : book.overdue(clock.instant(), 100)) {
            try {
                expire(approval);
            } catch (Refused | ApprovalBook.AlreadyDecided | KeyRing.Damaged e) {
                LOG.log(Level.DEBUG, "approval {0} ended by itself, or cannot be used", approval.id());
            }
        }
    }

    private void expire(Approval approval) {
        Optional<Lease> goesOn = append(approval.conversationId(), conversation -> {
            Turn turn = DialogueManager.existingTurn(conversation, approval.turnId());
            List<Write> alongside = new ArrayList<>();
            alongside.add(book.close(approval.id(), Approval.State.expired));
            if (turn.callAwaiting(approval.id()).isEmpty()) {
                return new Decided<>(new Append(List.of(), alongside), Optional.<Lease>empty());
            }
            Optional<Lease> lease = turn.calls().stream()
                                            .filter(c -> c.state() == ToolCall.State.awaiting_approval)
                                            .count()
                                    == 1
                            && conversation.isFreeFor(turn)
                    ? Optional.of(lanes.lease())
                    : Optional.empty();
            lease.ifPresent(held -> alongside.addAll(lanes.beginRun(conversation.id(), held)));
            return new Decided<>(
                    Append.of(
                            alongside,
                            approval.turnId(),
                            new ToolFailed(approval.callId(), new ToolError("expired", "Nobody approved it in time."))),
                    lease);
        });
        goesOn.ifPresent(lease -> lanes.run(approval.conversationId(), approval.turnId(), lease));
    }

    /**
     * An approval with its call as recorded in the conversation.
     *
     * @param means what was understood, in words; null if a language model proposed the call
     */
    public record WaitingCall(Approval approval, ToolCall call, boolean mayDecide, @Nullable String means) {}

    private record Asked(ToolCall call, @Nullable String means) {}

    /**
     * Treats a message that says yes or no, or what is wanted instead, as a decision, if exactly one call waits in the
     * conversation and the caller may decide about it.
     *
     * @param clientMessageId the client's own id of the message, which decides only once: sent again, it gives the same turn
     * @return the turn of the call that was decided about; empty if the message decides nothing
     */
    Optional<String> decidedBy(Caller caller, String conversationId, String text, @Nullable String clientMessageId) {
        Optional<String> before = decidedBefore(conversationId, clientMessageId);
        return before.isPresent() ? before : decidedNow(caller, conversationId, text, clientMessageId);
    }

    private Optional<String> decidedBefore(String conversationId, @Nullable String clientMessageId) {
        return clientMessageId == null
                ? Optional.empty()
                : log.view(conversationId, conversation -> conversation
                                .turnDecidedBy(clientMessageId)
                                .map(Turn::id))
                        .flatMap(Function.identity());
    }

    private Optional<String> decidedNow(
            Caller caller, String conversationId, String text, @Nullable String clientMessageId) {
        boolean yes = YesOrNo.isYes(text);
        if (!yes && !YesOrNo.isNo(text) && !YesOrNo.wantsAnother(text)) {
            return Optional.empty();
        }
        record Waiting(String turnId, ToolCall.PendingApproval approval) {}
        List<Waiting> asked = log.view(conversationId, conversation -> conversation.awaitingApproval().stream()
                        .flatMap(turn -> turn.calls().stream()
                                .filter(call -> call.state() == ToolCall.State.awaiting_approval)
                                .map(call -> new Waiting(turn.id(), asked(call))))
                        .toList())
                .orElse(List.of());
        boolean one = asked.size() == 1
                && book.find(asked.getFirst().approval().approvalId())
                        .filter(approval -> mayDecide(caller, approval))
                        .isPresent();
        if (!one) {
            return Optional.empty();
        }
        ToolCall.PendingApproval approval = asked.getFirst().approval();
        try {
            decide(
                    caller,
                    approval.approvalId(),
                    new Choice(
                            yes ? Decision.approve : Decision.deny,
                            approval.hash(),
                            text,
                            null,
                            false,
                            clientMessageId));
            return Optional.of(asked.getFirst().turnId());
        } catch (Refused late) {
            return decidedBefore(conversationId, clientMessageId);
        }
    }

    /**
     * Approvals that wait for this caller's decision, and those that this caller waits for, oldest first. Approvals that cannot
     * be read are listed as damaged.
     *
     * @param by the kind of person who has to decide; null for any
     * @param after where to continue; null to start with the oldest
     */
    public Page<Listed<WaitingCall>> waitingFor(
            Caller caller, ApprovalRule.@Nullable By by, @Nullable Position after, int limit) {
        Page<Listed<Approval>> page = book.pending(wanted(caller, by), after, limit);
        return page.with(page.items().stream()
                .flatMap(row -> row.isDamaged()
                        ? Stream.of(Listed.<WaitingCall>damaged(row.position()))
                        : waiting(caller, row).stream())
                .toList());
    }

    private static ApprovalBook.Wanted wanted(Caller caller, ApprovalRule.@Nullable By by) {
        return new ApprovalBook.Wanted(caller.tenant(), caller.user(), caller.is(Role.approver), by);
    }

    /** Empty if the approval has been decided since the list was read. */
    private Optional<Listed<WaitingCall>> waiting(Caller caller, Listed<Approval> row) {
        Optional<Approval> seen = row.whole().filter(approval -> maySee(caller, approval));
        try {
            return seen.flatMap(approval -> asked(approval)
                    .map(asked -> new Listed<>(
                            row.position(),
                            new WaitingCall(approval, asked.call(), mayDecide(caller, approval), asked.means()))));
        } catch (KeyRing.Damaged e) {
            return Optional.of(Listed.damaged(row.position()));
        }
    }

    private Optional<Asked> asked(Approval approval) {
        return log.view(approval.conversationId(), conversation -> asked(conversation, approval))
                .flatMap(Function.identity());
    }

    private static Optional<Asked> asked(Conversation conversation, Approval approval) {
        if (!conversation.hasTurn(approval.turnId())) {
            return Optional.empty();
        }
        Turn turn = conversation.turn(approval.turnId());
        IntentRecognized intent = turn.intent();
        // The recognized intent is about the first calls; later ones may come from a model.
        return turn.callAwaiting(approval.id())
                .map(call -> new Asked(call, intent == null || call.step() > 1 ? null : intent.means()));
    }

    /**
     * The number of pending approvals that this caller may see, and of those that wait for this caller.
     *
     * @param by the kind of person who has to decide; null for any
     */
    public WaitingCount countFor(Caller caller, ApprovalRule.@Nullable By by) {
        long all = 0;
        long forCaller = 0;
        for (ApprovalBook.Waiting waiting : book.count(wanted(caller, by))) {
            all += waiting.count();
            boolean decides =
                    switch (waiting.by()) {
                        // Only approvals that the caller has requested or is named for are counted.
                        case requester -> true;
                        case approver -> !Subject.alike(caller.user(), waiting.requester());
                    };
            forCaller += decides && holdsRole(caller, waiting.by()) ? waiting.count() : 0;
        }
        return new WaitingCount(all, forCaller);
    }

    /** A value that changes when the pending approvals of a tenant change. */
    public int fingerprint(String tenant) {
        return book.fingerprint(tenant);
    }

    private Approval visible(Caller caller, String approvalId) {
        return book.find(approvalId)
                .filter(approval -> maySee(caller, approval))
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, "There is no such approval."));
    }

    private static boolean maySee(Caller caller, Approval approval) {
        return approval.tenant().equals(caller.tenant())
                && (approval.requester().equals(caller.user())
                        || caller.user().equals(approval.delegate())
                        || approval.by() == ApprovalRule.By.approver && caller.is(Role.approver));
    }

    private static boolean mayDecide(Caller caller, Approval approval) {
        return approval.tenant().equals(caller.tenant())
                && holdsRole(caller, approval.by())
                && switch (approval.by()) {
                    case requester ->
                        caller.user().equals(approval.requester())
                                || caller.user().equals(approval.delegate());
                    case approver -> !Subject.alike(caller.user(), approval.requester());
                };
    }

    /** Whether the caller holds the role required to decide, regardless of whose decision it is. */
    private static boolean holdsRole(Caller caller, ApprovalRule.By by) {
        return switch (by) {
            case requester -> caller.mayTalk();
            case approver -> caller.is(Role.approver);
        };
    }

    private static void requireMayDecide(Caller caller, Approval approval) {
        if (!mayDecide(caller, approval)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "Someone else with the approver role has to decide this.");
        }
    }

    private <T> T append(String conversationId, Function<Conversation, Decided<T>> decide) {
        return log.append(conversationId, decide)
                .orElseThrow(DialogueManager::noSuchConversation)
                .result();
    }
}
