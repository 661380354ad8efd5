package clda.llm.routing;

import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import java.time.Duration;

/** Tells one watcher, then another. */
record ModelWatchers(ModelWatcher one, ModelWatcher other) implements ModelWatcher {

    @Override
    public Runnable asking(String model, ModelRequest request) {
        Runnable tellsOne = one.asking(model, request);
        Runnable tellsOther = other.asking(model, request);
        return () -> {
            tellsOne.run();
            tellsOther.run();
        };
    }

    @Override
    public void left(String model) {
        one.left(model);
        other.left(model);
    }

    @Override
    public void answered(String model, Duration took, ModelReply reply) {
        one.answered(model, took, reply);
        other.answered(model, took, reply);
    }

    @Override
    public void failed(String model, Duration took, ModelFailure.Reason why) {
        one.failed(model, took, why);
        other.failed(model, took, why);
    }

    @Override
    public void passedOver(String model, ModelFailure.Reason why) {
        one.passedOver(model, why);
        other.passedOver(model, why);
    }
}
