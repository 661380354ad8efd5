package clda.llm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Thrown when there is no complete answer. The message names no secret and no prompt. */
public final class ModelFailure extends RuntimeException {

    public enum Reason {
        /** The provider was not reached: nothing was sent. */
        UNREACHABLE,
        /** The provider asked to retry later. */
        BUSY,
        /** The provider had an internal error. */
        SERVER_ERROR,
        /** The provider refused to answer because of the content. */
        REFUSED,
        /** The provider rejects the form of the request: an error on our side. */
        INVALID_REQUEST,
        /** The request exceeds the context window; see {@link #window}. */
        TOO_LONG,
        /** The provider has no such model, or is not at this address. */
        NOT_FOUND,
        /** The paid quota is used up. */
        QUOTA,
        /** Authentication failed: the key is wrong, revoked or lacks permission. */
        DENIED,
        /** A time limit passed. */
        TOO_SLOW,
        /** The answer broke off or could not be read. */
        BROKEN,
        /** The call might exceed the budget and was not made; see the cause. */
        BUDGET,
        /** Cancelled by us. */
        CANCELLED
    }

    /**
     * The context window as reported by the provider.
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

    /** @param after the retry delay that the provider gave; null if none */
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
     * A failure for a request that the provider rejected before any processing.
     *
     * @param after the retry delay that the provider gave; null if none
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

    /** Marks that the call has already been retried. */
    public ModelFailure afterRepeating() {
        repeated = true;
        return this;
    }

    /** Whether the call has already been retried and must not be made again. */
    public boolean wasRepeated() {
        return repeated;
    }

    /** Whether the call certainly used no tokens. */
    public boolean usedNothing() {
        return free;
    }

    /**
     * Whether someone else may answer instead: another model, or the skills. Not if the user has already seen part of an answer,
     * if the call was cancelled, or if the same model can be asked with a shorter request.
     */
    public boolean allowsFallback(ModelRequest request, WatchedText shown, Cancellation cancellation) {
        boolean isCancelled = reason == Reason.CANCELLED || cancellation.isCancelled();
        boolean canBeShorter = reason == Reason.TOO_LONG && request.options().shortens();
        return !isCancelled && !canBeShorter && !shown.hasShown();
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
