package clda.agent;

import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelClient.TextSink;
import clda.llm.ModelRequest;
import java.util.OptionalInt;

/** Answers with a language model alone. */
public record ModelResponder(ModelClient model) implements Responder {

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public OptionalInt room(ModelRequest.Options options) {
        return model.room(options);
    }

    @Override
    public Response respond(Step step, TextSink shown, Cancellation cancellation, CallMeter meter) {
        return Response.of(model.respond(step.request(), shown, cancellation, meter));
    }
}
