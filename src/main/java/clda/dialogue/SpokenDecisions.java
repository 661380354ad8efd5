package clda.dialogue;

import clda.conversation.ConversationLog;
import clda.conversation.Decision;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.nlu.YesOrNo;
import clda.security.Caller;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decisions about waiting calls that are made by talking. */
final class SpokenDecisions {

    private final ConversationLog log;
    private final Approvals approvals;

    SpokenDecisions(ConversationLog log, Approvals approvals) {
        this.log = log;
        this.approvals = approvals;
    }

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
                                .filter(call -> call.state() == ToolCall.State.AWAITING_APPROVAL)
                                .map(call -> new Waiting(turn.id(), Objects.requireNonNull(call.approval()))))
                        .toList())
                .orElse(List.of());
        if (asked.size() != 1
                || !approvals.mayDecide(caller, asked.getFirst().approval().approvalId())) {
            return Optional.empty();
        }
        ToolCall.PendingApproval approval = asked.getFirst().approval();
        try {
            approvals.decide(
                    caller,
                    approval.approvalId(),
                    new Approvals.Choice(
                            yes ? Decision.APPROVE : Decision.DENY,
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
}
