package clda.llm;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Admits calls to models and learns what each used. A call that is made again, or of another model, is another call. */
@FunctionalInterface
public interface CallMeter {

    /** For calls that nobody counts. */
    CallMeter NONE = (request, profile, call) -> call.get();

    /**
     * Makes the call if it may be made.
     *
     * @param request as the model is given it
     * @param profile of the model; null if nothing is known of it
     * @throws ModelFailure as the call does; with {@link ModelFailure.Reason#BUDGET} if it may not be made
     */
    ModelReply around(ModelRequest request, @Nullable ModelProfile profile, Supplier<ModelReply> call);
}
