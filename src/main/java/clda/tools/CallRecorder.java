package clda.tools;

import clda.effects.Effect;
import clda.store.Write;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stores the progress of a call, each step in one transaction with the other writes, and only while the lease is held. */
public interface CallRecorder {

    /** Stores the other writes only. */
    void note(List<Write> alongside);

    void started(List<Write> alongside);

    /** Does the work inside the transaction that stores its result. */
    void doneWithin(List<Write> alongside, Supplier<JsonNode> work);

    void done(List<Write> alongside, JsonNode result);

    /** It is certain that nothing was done. */
    void failed(List<Write> alongside, String code, String message);

    /** It cannot be known whether it was done. */
    void unknown(List<Write> alongside, Effect effect);

    void progress(int percent, @Nullable String note);

    /** The result to come holds text written by others. */
    void foreign();
}
