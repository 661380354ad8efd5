package clda.llm;

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
        /** A time limit passed. */
        TOO_SLOW,
        /** The answer broke off or could not be read. */
        BROKEN,
        /** Cancelled by us. */
        CANCELLED
    }

    private final Reason reason;

    public ModelFailure(Reason reason, String message) {
        this(reason, message, null);
    }

    public ModelFailure(Reason reason, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
