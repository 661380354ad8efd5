package clda.llm;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Asks the configured model; when it fails, the built-in understanding answers and says so. */
public final class ModelRouter implements ModelClient {

    private static final Logger LOG = System.getLogger(ModelRouter.class.getName());

    /** The client of last resort: it always answers, and says why it does when it stands in. */
    public interface LastResort extends ModelClient {
        ModelReply standIn(ModelRequest request, TextSink shown, Cancellation cancellation);
    }

    private final ModelClient first;
    private final LastResort last;

    public ModelRouter(ModelClient first, LastResort last) {
        this.first = first;
        this.last = last;
    }

    @Override
    public String name() {
        return first.name();
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
        try {
            return first.respond(request, shown, cancellation);
        } catch (ModelFailure failure) {
            if (failure.reason() == ModelFailure.Reason.CANCELLED || cancellation.isCancelled()) {
                throw failure;
            }
            LOG.log(
                    Level.WARNING,
                    "model {0} gave no answer ({1}: {2}); answering offline",
                    first.name(),
                    failure.reason(),
                    failure.getMessage());
            shown.restart();
            return last.standIn(request, shown, cancellation);
        }
    }
}
