package clda.agent;

import clda.budget.Budget;
import clda.budget.BudgetExceeded;
import clda.budget.ModelCall;
import clda.budget.Quantity;
import clda.budget.Spending;
import clda.conversation.Turn;
import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelReply;
import clda.store.Write;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The budget of a turn's model calls: what may be spent, and how large a call may be. */
public record Spend(Budget budget, CallEstimate estimate) {

    /**
     * Meters the calls for a message, reserving budget for each call separately. The usage of an answer has to be counted
     * together with its message; the usage of a broken answer is unknown.
     *
     * @param turnId the turn to whose budget the calls belong
     * @param messageId the message that the answer becomes
     * @param inTurn what the messages of the turn have used so far
     */
    public CallMeter meter(Spending spending, String turnId, String messageId, Quantity inTurn) {
        return meter(spending, turnId, messageId, inTurn, new Cancellation());
    }

    /** @param cancellation by which a call may be left; its reservation then stays for the node that continues the turn */
    CallMeter meter(Spending spending, String turnId, String messageId, Quantity inTurn, Cancellation cancellation) {
        return (request, profile, call) ->
                around(spending, turnId, messageId, inTurn, () -> estimate.max(request, profile), call, cancellation);
    }

    private ModelReply around(
            Spending spending,
            String turnId,
            String messageId,
            Quantity inTurn,
            Supplier<Quantity> max,
            Supplier<ModelReply> asking,
            Cancellation cancellation) {
        ModelCall call = reserve(spending, turnId, messageId, inTurn, max);
        boolean used = true;
        boolean counted = false;
        try {
            ModelReply reply = asking.get();
            counted = reply.usage() != null;
            return reply;
        } catch (ModelFailure failure) {
            used = !failure.usedNothing();
            throw failure;
        } finally {
            if (!used) {
                budget.unused(call);
            } else if (!counted && !cancellation.isLeft()) {
                budget.uncounted(call, max);
            }
        }
    }

    private ModelCall reserve(
            Spending spending, String turnId, String messageId, Quantity inTurn, Supplier<Quantity> max) {
        try {
            return budget.reserve(spending, turnId, messageId, inTurn, max);
        } catch (BudgetExceeded exceeded) {
            throw new ModelFailure(Reason.BUDGET, String.valueOf(exceeded.getMessage()), exceeded);
        }
    }

    /** What the messages of the turn have used so far. */
    static Quantity soFar(Turn turn) {
        return turn.replies().stream()
                .map(reply -> reply.message().usage())
                .filter(usage -> usage != null)
                .map(Quantity::of)
                .reduce(Quantity.NOTHING, Quantity::plus);
    }

    /** The exceeded budget that kept a call from being made; null if the failure has another cause. */
    static @Nullable BudgetExceeded exceeded(ModelFailure failure) {
        return failure.getCause() instanceof BudgetExceeded exceeded ? exceeded : null;
    }

    /** Counts what the answer used, for a message that is not in the log; empty if the provider did not report it. */
    public List<Write> counting(Spending spending, String messageId, ModelReply reply) {
        return reply.usage() == null
                ? List.of()
                : List.of(budget.counting(spending, messageId, reply.model(), reply.usage()));
    }
}
