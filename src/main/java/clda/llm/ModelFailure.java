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
        /** It might cost more than may be spent; nobody was asked. The cause says more. */
        BUDGET,
        /** Cancelled by us. */
        CANCELLED
    }

    private final Reason reason;
    private final transient @Nullable Duration after;
    private final boolean free;

    public ModelFailure(Reason reason, String message) {
        this(reason, message, null);
    }

    public ModelFailure(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, null, cause);
    }

    /** @param after when the provider said to come back; null if it did not */
    public ModelFailure(Reason reason, String message, @Nullable Duration after, @Nullable Throwable cause) {
        this(reason, message, after, reason == Reason.UNREACHABLE || reason == Reason.BUDGET, cause);
    }

    private ModelFailure(
            Reason reason, String message, @Nullable Duration after, boolean free, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.after = after;
        this.free = free;
    }

    /**
     * The provider turned the request away before it did anything about it.
     *
     * @param after when it said to come back; null if it did not
     */
    public static ModelFailure turnedAway(Reason reason, String message, @Nullable Duration after, Throwable cause) {
        return new ModelFailure(reason, message, after, true, cause);
    }

    /** Whether the call certainly used nothing. */
    public boolean usedNothing() {
        return free;
    }

    public @Nullable Duration after() {
        return after;
    }

    public Reason reason() {
        return reason;
    }
}
