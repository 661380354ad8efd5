package clda.kit;

import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.routing.ModelRouter;

/** Stands in when every model has failed, remembers why, and is never to be asked as a model. */
public final class StandIn implements ModelRouter.LastResort {

    private ModelFailure why;

    /** Why it stood in the last time; null if it never did. */
    public ModelFailure why() {
        return why;
    }

    @Override
    public ModelReply standIn(ModelRequest request, TextSink shown, Cancellation cancellation, ModelFailure failure) {
        why = failure;
        return ModelReply.text("offline", "I stand in.", null);
    }

    @Override
    public String name() {
        return "offline";
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
        throw new AssertionError("asked as if it were first");
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation, CallMeter meter) {
        throw new AssertionError("asked as if it were first");
    }
}
