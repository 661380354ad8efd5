package clda.llm;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Admits model calls and records the usage of each. A retry, or a call to another model, is a separate call. */
@FunctionalInterface
public interface CallMeter {

    /** For calls that are not metered. */
    CallMeter NONE = (request, profile, call) -> call.get();

    /**
     * Makes the call if it is allowed.
     *
     * @param request the request as sent to the model
     * @param profile of the model; null if nothing is known of it
     * @throws ModelFailure as the call does; with {@link ModelFailure.Reason#BUDGET} if it may not be made
     */
    ModelReply around(ModelRequest request, @Nullable ModelProfile profile, Supplier<ModelReply> call);
}
