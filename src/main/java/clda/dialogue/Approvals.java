package clda.dialogue;

import clda.agent.ApprovalHash;
import clda.conversation.ApprovalReason;
import clda.conversation.CallEvent.ApprovalDecided;
import clda.conversation.CallEvent.ApprovalDelegated;
import clda.conversation.CallEvent.ToolFailed;
import clda.conversation.Conversation;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLog.Decided;
import clda.conversation.Decision;
import clda.conversation.ToolCall;
import clda.conversation.ToolError;
import clda.conversation.Turn;
import clda.security.Caller;
import clda.security.KeyRing;
import clda.security.Rights;
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
import org.jspecify.annotations.Nullable;

/**
 * Decisions that wait for a person: who may decide, and what a decision leads to. Each approval is used once, for exactly what
 * was shown.
 */
public final class Approvals {

    private static final Logger LOG = System.getLogger(Approvals.class.getName());
    private static final int MAX_USER = 128;
    private static final String NOT_TO_THEM = "There is no user of that name who may decide this.";

    private final ConversationLog log;
    private final Lanes lanes;
    private final ApprovalBook book;
    private final Toolbox tools;
    private final Rights rights;
    private final Clock clock;
    private final WaitingCalls list;
    private final ArgumentCheck check = new ArgumentCheck();

    Approvals(ConversationLog log, Lanes lanes, ApprovalBook book, Toolbox tools, Rights rights, Clock clock) {
        this.log = log;
        this.lanes = lanes;
        this.book = book;
        this.tools = tools;
        this.rights = rights;
        this.clock = clock;
        this.list = new WaitingCalls(log, book);
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
            return choice.decision() == Decision.APPROVE
                    ? approve(caller, approval, call, choice)
                    : deny(caller, approval, call, choice);
        });
        goesOn.ifPresent(lease -> lanes.run(approval.conversationId(), approval.turnId(), lease));
    }

    private interface Change {
        Append of(Conversation conversation, Turn turn, ToolCall call);
    }

    /** Changes a pending approval. */
    private Optional<Lease> changing(Approval approval, Change change) {
        try {
            return append(approval.conversationId(), conversation -> {
                Turn turn = DialogueManager.existingTurn(conversation, approval.turnId());
                ToolCall call = waiting(turn, approval);
                Append changed = change.of(conversation, turn, call);
                return resuming(conversation, turn, changed);
            });
        } catch (ApprovalBook.AlreadyDecided e) {
            throw alreadyDecided();
        }
    }

    /**
     * The change to a waiting call; if it was the last that the turn waited for and the lane is free, the turn resumes with it.
     *
     * @return the lease under which the turn resumes here; empty if it does not
     */
    private Decided<Optional<Lease>> resuming(Conversation conversation, Turn turn, Append changed) {
        boolean last = turn.calls().stream()
                        .filter(call -> call.state() == ToolCall.State.AWAITING_APPROVAL)
                        .count()
                == 1;
        if (!last || !conversation.isFreeFor(turn)) {
            return new Decided<>(changed, Optional.empty());
        }
        Lease lease = lanes.lease();
        List<Write> alongside = new ArrayList<>(changed.alongside());
        Placement.Start start = lanes.start(conversation, lease);
        alongside.addAll(start.writes());
        return new Decided<>(
                new Append(changed.events(), alongside), start.here() ? Optional.of(lease) : Optional.empty());
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
                List.of(book.close(approval.id(), Approval.State.APPROVED)),
                approval.turnId(),
                new ApprovalDecided(
                        approval.id(),
                        call.callId(),
                        Decision.APPROVE,
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
        if (approval.by() == ApprovalRule.By.REQUESTER && needed.equals(Optional.of(ApprovalRule.By.APPROVER))) {
            throw new Refused(
                    Refused.Kind.FORBIDDEN, "With these arguments, someone with the approver role has to decide.");
        }
    }

    /** Whether a person may choose that further calls of the tool need no approval. */
    public boolean mayBeRemembered(ToolCall call) {
        ToolCall.PendingApproval approval = call.approval();
        return approval != null
                && (approval.because() == null || approval.because() == ApprovalReason.RULE)
                && approval.role().equals(ApprovalRule.By.REQUESTER.word())
                && tools.find(call.tool())
                        .map(Tool::definition)
                        .filter(definition -> !definition.highImpact())
                        .isPresent();
    }

    private Append deny(Caller caller, Approval approval, ToolCall call, Choice choice) {
        String reason = choice.reason();
        String why = reason == null || reason.isBlank() ? "" : " Reason: " + reason;
        return Append.of(
                List.of(book.close(approval.id(), Approval.State.DENIED)),
                approval.turnId(),
                new ApprovalDecided(
                        approval.id(),
                        call.callId(),
                        Decision.DENY,
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
        if (to.isBlank() || to.length() > MAX_USER) {
            throw new Refused(Refused.Kind.INVALID, "A user name must have 1 to " + MAX_USER + " characters.");
        }
        Caller asked =
                rights.find(approval.tenant(), to).orElseThrow(() -> new Refused(Refused.Kind.FORBIDDEN, NOT_TO_THEM));
        if (approval.by() == ApprovalRule.By.APPROVER && Subject.alike(asked.user(), approval.requester())) {
            throw new Refused(Refused.Kind.FORBIDDEN, "Nobody can approve their own request.");
        }
        if (!ApprovalRights.holdsRole(asked, approval.by())) {
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
            List<Write> closing = List.of(book.close(approval.id(), Approval.State.EXPIRED));
            if (turn.callAwaiting(approval.id()).isEmpty()) {
                return new Decided<>(new Append(List.of(), closing), Optional.<Lease>empty());
            }
            return resuming(
                    conversation,
                    turn,
                    Append.of(
                            closing,
                            approval.turnId(),
                            new ToolFailed(
                                    approval.callId(), new ToolError("expired", "Nobody approved it in time."))));
        });
        goesOn.ifPresent(lease -> lanes.run(approval.conversationId(), approval.turnId(), lease));
    }

    /**
     * An approval with its call as recorded in the conversation.
     *
     * @param means what was understood, in words; null if a language model proposed the call
     */
    public record WaitingCall(Approval approval, ToolCall call, boolean mayDecide, @Nullable String means) {}

    /**
     * Approvals that wait for this caller's decision, and those that this caller waits for, oldest first. Approvals that cannot
     * be read are listed as damaged.
     *
     * @param by the kind of person who has to decide; null for any
     * @param after where to continue; null to start with the oldest
     */
    public Page<Listed<WaitingCall>> waitingFor(
            Caller caller, ApprovalRule.@Nullable By by, @Nullable Position after, int limit) {
        return list.of(caller, by, after, limit);
    }

    /**
     * The number of pending approvals that this caller may see, and of those that wait for this caller.
     *
     * @param by the kind of person who has to decide; null for any
     */
    public WaitingCount countFor(Caller caller, ApprovalRule.@Nullable By by) {
        return list.count(caller, by);
    }

    /** A value that changes when the pending approvals of a tenant change. */
    public int fingerprint(String tenant) {
        return book.fingerprint(tenant);
    }

    private Approval visible(Caller caller, String approvalId) {
        return book.find(approvalId)
                .filter(approval -> ApprovalRights.maySee(caller, approval))
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, "There is no such approval."));
    }

    /** Whether the caller may decide about a pending approval. */
    boolean mayDecide(Caller caller, String approvalId) {
        return book.find(approvalId)
                .filter(approval -> ApprovalRights.mayDecide(caller, approval))
                .isPresent();
    }

    private static void requireMayDecide(Caller caller, Approval approval) {
        if (!ApprovalRights.mayDecide(caller, approval)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "Someone else with the approver role has to decide this.");
        }
    }

    private <T> T append(String conversationId, Function<Conversation, Decided<T>> decide) {
        return log.append(conversationId, decide)
                .orElseThrow(Refused::noSuchConversation)
                .result();
    }
}
