package clda.boot;

import clda.boot.GuardedHeaders.AskAgain;
import clda.boot.GuardedHeaders.NotAgain;
import clda.llm.http.FirstHeaders;
import clda.llm.routing.RetryBudget;
import jakarta.ws.rs.core.Response;

/** The call of a model under the server's fault tolerance; its retries use the same budget as the router's. */
final class RetriedHeaders implements FirstHeaders {

    private final GuardedHeaders guarded;
    private final RetryBudget budget;

    RetriedHeaders(GuardedHeaders guarded, RetryBudget budget) {
        this.guarded = guarded;
        this.budget = budget;
    }

    @Override
    public Response of(Call call) {
        try {
            return guarded.await(() -> attempt(call));
        } catch (AskAgain | NotAgain e) {
            throw (RuntimeException) e.getCause();
        }
    }

    private Response attempt(Call call) {
        try {
            return call.make();
        } catch (RuntimeException e) {
            throw call.mayBeMadeAgain(e) && budget.take() ? new AskAgain(e) : new NotAgain(e);
        }
    }
}
