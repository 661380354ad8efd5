package clda.traces.otel;

import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.logging.Ids;
import java.util.List;

/** Notes which {@code traceparent} a request to the model would carry. */
record Noting(ModelClient model, List<String> sent) implements ModelClient {

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
        if (request.options().purpose() == ModelRequest.Purpose.ANSWER) {
            String outgoing = Ids.current().outgoing();
            sent.add(outgoing == null ? "nothing" : outgoing);
        }
        return model.respond(request, shown, cancellation);
    }
}
