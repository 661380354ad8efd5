package clda.llm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Thrown when there is no complete answer. The message names no secret and no prompt. */
public final class ModelFailure extends RuntimeException {

    public enum Reason {
        /** Not reached: nothing was sent. */
        UNREACHABLE,
        /** It said to come later. */
        BUSY,
        /** It failed on its side. */
        SERVER_ERROR,
        /** It would not answer this, for what was said. */
        REFUSED,
        /** It takes no request of this form: a fault of ours. */
        INVALID_REQUEST,
        /** The request is longer than its window. {@link #window} says more. */
        TOO_LONG,
        /** It has no such model, or is not at this address. */
        NOT_FOUND,
        /** What was paid for is used up. */
        QUOTA,
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

    /**
     * What a provider says of its window.
     *
     * @param holds tokens, answer included; null if it does not say
     * @param asked tokens of the request, as the provider counts them; null if it does not say
     */
    public record Window(@Nullable Integer holds, @Nullable Integer asked) {
        public static final Window UNKNOWN = new Window(null, null);
    }

    private final Reason reason;
    private final transient @Nullable Duration after;
    private final boolean free;
    private final @Nullable String words;
    private final transient @Nullable Window window;
    private boolean repeated;

    public ModelFailure(Reason reason, String message) {
        this(reason, message, null);
    }

    public ModelFailure(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, null, cause);
    }

    /** @param after when the provider said to come back; null if it did not */
    public ModelFailure(Reason reason, String message, @Nullable Duration after, @Nullable Throwable cause) {
        this(reason, message, after, reason == Reason.UNREACHABLE || reason == Reason.BUDGET, null, null, cause);
    }

    private ModelFailure(
            Reason reason,
            String message,
            @Nullable Duration after,
            boolean free,
            @Nullable String words,
            @Nullable Window window,
            @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.after = after;
        this.free = free;
        this.words = words;
        this.window = window;
    }

    /**
     * The provider turned the request away before it did anything about it.
     *
     * @param after when it said to come back; null if it did not
     */
    public static ModelFailure turnedAway(Reason reason, String message, @Nullable Duration after, Throwable cause) {
        return new ModelFailure(reason, message, after, true, null, null, cause);
    }

    /**
     * The same with what the provider said.
     *
     * @param words without secrets and without anything of what it was sent; null if it said nothing
     */
    public ModelFailure saying(@Nullable String words) {
        return new ModelFailure(reason, String.valueOf(getMessage()), after, free, words, window, getCause());
    }

    /** The same with what the provider says of its window. */
    public ModelFailure of(Window window) {
        return new ModelFailure(reason, String.valueOf(getMessage()), after, free, words, window, getCause());
    }

    /** Marks that the call was made twice already. */
    public ModelFailure afterRepeating() {
        repeated = true;
        return this;
    }

    /** Whether the call was made twice already, so that it is not to be made again. */
    public boolean wasRepeated() {
        return repeated;
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

    /** What the provider said, without secrets and without what it was sent: for administrators. Null if it said nothing. */
    public @Nullable String words() {
        return words;
    }

    /** What the provider says of its window; null unless the request was too long. */
    public @Nullable Window window() {
        return window;
    }
}
