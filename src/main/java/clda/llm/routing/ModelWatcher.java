package clda.llm.routing;

import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import java.time.Duration;

/** Learns of each call to a configured model, on the thread that makes it. It only watches and must be quick. */
public interface ModelWatcher {

    /** For models that are not watched. */
    ModelWatcher NOBODY = new ModelWatcher() {
        @Override
        public void answered(String model, Duration took, ModelReply reply) {
            // Nobody wants to know.
        }

        @Override
        public void failed(String model, Duration took, ModelFailure.Reason why) {
            // Nobody wants to know.
        }

        @Override
        public void passedOver(String model, ModelFailure.Reason why) {
            // Nobody wants to know.
        }
    };

    /**
     * A call begins. It ends with exactly one of {@link #answered}, {@link #failed} and {@link #left}.
     *
     * @param model the configured name
     * @param request as it is sent
     * @return is run once, by any thread, when the first piece of text comes
     */
    default Runnable asking(String model, ModelRequest request) {
        return () -> {};
    }

    /** The call ended neither with an answer nor with a failure of the model. */
    default void left(String model) {
        // For those who follow a call while it lasts.
    }

    /**
     * A call was answered.
     *
     * @param model the configured name
     * @param reply with its cost, if the model has a price
     */
    void answered(String model, Duration took, ModelReply reply);

    /** A call was not answered, or was not made since it might have cost too much. */
    void failed(String model, Duration took, ModelFailure.Reason why);

    /** The model failed or its circuit is open, and the next model in order is asked instead. */
    void passedOver(String model, ModelFailure.Reason why);
}
