package clda.kit;

import clda.agent.ModelResponder;
import clda.agent.Responder;
import clda.conversation.DialogueState;
import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelClient.TextSink;
import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.WatchedText;
import java.util.List;

/** A model, and somebody who stands in when it has failed, and remembers why. */
public final class StandIn implements Responder {

    public static final String SAYS = "I stand in.";

    private final Responder model;
    private volatile ModelFailure why;

    public StandIn(ModelClient model) {
        this.model = new ModelResponder(model);
    }

    /** Why it stood in the last time; null if it never did. */
    public ModelFailure why() {
        return why;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public java.util.OptionalInt room(ModelRequest.Options options) {
        return model.room(options);
    }

    /** The answer to a request outside of any dialogue. */
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
        return respond(new Step(request, DialogueState.NEW), shown, cancellation, CallMeter.NONE)
                .reply();
    }

    @Override
    public Response respond(Step step, TextSink shown, Cancellation cancellation, CallMeter meter) {
        WatchedText watched = new WatchedText(shown);
        try {
            return model.respond(step, watched, cancellation, meter);
        } catch (ModelFailure failure) {
            if (!failure.allowsFallback(step.request(), watched, cancellation)) {
                throw failure;
            }
            why = failure;
            shown.text(SAYS);
            return new Response(ModelReply.text("offline", SAYS, null), false, null, List.of());
        }
    }
}
