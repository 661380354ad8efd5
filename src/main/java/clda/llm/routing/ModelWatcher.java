package clda.llm.routing;

import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import java.time.Duration;

/** Learns of each call to a configured model. It only watches and must be quick. */
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
