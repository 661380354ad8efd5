package clda.agent;

import clda.budget.Amount;
import clda.budget.Budget;
import clda.budget.Spending;
import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.store.Write;
import java.util.List;
import java.util.function.Supplier;

/** What may be spent on the model, and how much a call may be. */
public record Spend(Budget budget, CallEstimate estimate) {

    /**
     * Asks within the budget. What an answer used is to be counted with its message; what a broken one used nobody knows.
     *
     * @param messageId of the message that the answer becomes
     * @param inTurn what the turn has used so far
     * @throws clda.budget.BudgetExceeded if less is left than the call may use; nobody was asked
     */
    public ModelReply ask(
            Spending spending, String messageId, Amount inTurn, ModelRequest request, Supplier<ModelReply> asking) {
        budget.reserve(spending, messageId, inTurn, () -> estimate.most(request));
        boolean used = true;
        boolean counted = false;
        try {
            ModelReply reply = asking.get();
            used = !reply.isBuiltIn();
            counted = reply.usage() != null;
            return reply;
        } catch (ModelFailure failure) {
            used = failure.reason() != ModelFailure.Reason.UNREACHABLE;
            throw failure;
        } finally {
            if (!used) {
                budget.unused(spending, messageId);
            } else if (!counted) {
                budget.uncounted(spending, messageId, estimate.most(request));
            }
        }
    }

    /** Counts what the answer used, for a message that is not in the log; nothing if the provider did not tell. */
    public List<Write> counting(Spending spending, String messageId, ModelReply reply) {
        return reply.usage() == null
                ? List.of()
                : List.of(budget.counting(spending, messageId, reply.model(), reply.usage()));
    }
}
