package clda.llm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** There is no whole answer. The message names no secret and no prompt. */
public final class ModelFailure extends RuntimeException {

    public enum Reason {
        /** Not reached: nothing was sent. */
        UNREACHABLE,
        /** It said to come later. */
        BUSY,
        /** It failed on its side. */
        SERVER_ERROR,
        /** It did not accept the request; asking again does not help. */
        REFUSED,
        /** It does not know us: the key is wrong, revoked or may not do this. */
        DENIED,
        /** A time limit passed. */
        TOO_SLOW,
        /** The answer broke off or could not be read. */
        BROKEN,
        /** Cancelled by us. */
        CANCELLED
    }

    private final Reason reason;
    private final transient @Nullable Duration after;

    public ModelFailure(Reason reason, String message) {
        this(reason, message, null);
    }

    public ModelFailure(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, null, cause);
    }

    /** @param after when the provider said to come back; null if it did not */
    public ModelFailure(Reason reason, String message, @Nullable Duration after, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.after = after;
    }

    public @Nullable Duration after() {
        return after;
    }

    public Reason reason() {
        return reason;
    }
}
