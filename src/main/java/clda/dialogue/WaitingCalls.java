package clda.dialogue;

import clda.conversation.Conversation;
import clda.conversation.ConversationLog;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.IntentRecognized;
import clda.dialogue.Approvals.WaitingCall;
import clda.security.Caller;
import clda.security.KeyRing;
import clda.security.Role;
import clda.security.Subject;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.tools.ApprovalRule;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The list of calls that wait for a decision, as each caller may see it. */
final class WaitingCalls {

    private final ConversationLog log;
    private final ApprovalBook book;

    WaitingCalls(ConversationLog log, ApprovalBook book) {
        this.log = log;
        this.book = book;
    }

    private record Asked(ToolCall call, @Nullable String means) {}

    Page<Listed<WaitingCall>> of(Caller caller, ApprovalRule.@Nullable By by, @Nullable Position after, int limit) {
        Page<Listed<Approval>> page = book.pending(wanted(caller, by), after, limit);
        return page.with(page.items().stream()
                .flatMap(row -> row.isDamaged()
                        ? Stream.of(Listed.<WaitingCall>damaged(row.position()))
                        : waiting(caller, row).stream())
                .toList());
    }

    private static ApprovalBook.Wanted wanted(Caller caller, ApprovalRule.@Nullable By by) {
        return new ApprovalBook.Wanted(caller.tenant(), caller.user(), caller.is(Role.APPROVER), by);
    }

    /** Empty if the approval has been decided since the list was read. */
    private Optional<Listed<WaitingCall>> waiting(Caller caller, Listed<Approval> row) {
        Optional<Approval> seen = row.whole().filter(approval -> ApprovalRights.maySee(caller, approval));
        try {
            return seen.flatMap(approval -> asked(approval)
                    .map(asked -> new Listed<>(
                            row.position(),
                            new WaitingCall(
                                    approval,
                                    asked.call(),
                                    ApprovalRights.mayDecide(caller, approval),
                                    asked.means()))));
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

    WaitingCount count(Caller caller, ApprovalRule.@Nullable By by) {
        long all = 0;
        long forCaller = 0;
        for (ApprovalBook.Waiting waiting : book.count(wanted(caller, by))) {
            all += waiting.count();
            boolean decides =
                    switch (waiting.by()) {
                        // Only approvals that the caller has requested or is named for are counted.
                        case REQUESTER -> true;
                        case APPROVER -> !Subject.alike(caller.user(), waiting.requester());
                    };
            forCaller += decides && ApprovalRights.holdsRole(caller, waiting.by()) ? waiting.count() : 0;
        }
        return new WaitingCount(all, forCaller);
    }
}
