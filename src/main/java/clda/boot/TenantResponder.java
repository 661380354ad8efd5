package clda.boot;

import clda.agent.Responder;
import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelClient.TextSink;
import clda.llm.ModelRequest;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers each step with the responder of its tenant.
 *
 * @param usual used for everything that is the same for all tenants
 * @param of the responder of a tenant; for null, the one trained with the sentences for all tenants
 */
record TenantResponder(Responder usual, Function<@Nullable String, Responder> of) implements Responder {

    @Override
    public String name() {
        return usual.name();
    }

    @Override
    public OptionalInt room(ModelRequest.Options options) {
        return usual.room(options);
    }

    @Override
    public Response respond(Step step, TextSink shown, Cancellation cancellation, CallMeter meter) {
        return of.apply(step.request().options().tenant()).respond(step, shown, cancellation, meter);
    }
}
