package clda.llm.routing;

import clda.conversation.MessageUsage;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelProfile;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A configured model and its health. After three of ten calls have failed, the circuit opens for a while; then three calls
 * are let through, and only if all three succeed does it close.
 */
public final class NamedModel {

    private static final Logger LOG = System.getLogger(NamedModel.class.getName());

    /** Maximum rest of a model: a provider that has recovered is used again within 30 s. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(20);

    private static final double LONGER_EACH_TIME = 1.5;
    private static final double JITTER = 0.2;
    private static final int CALLS_LOOKED_AT = 10;
    private static final int CALLS_NEEDED = 5;
    private static final int PROBES = 3;

    /** Failure rate in percent that opens the circuit: below a third, so that one failure of three probes is enough. */
    private static final float FAILED_PERCENT = 30;

    private final String name;
    private final ModelClient client;
    private volatile ModelProfile profile;
    private volatile boolean hasToldWindow;
    private volatile long maxAnswered;
    private volatile @Nullable Trouble trouble;
    private volatile @Nullable ModelFailure last;
    private final CircuitBreaker breaker;
    private final Semaphore places;
    private final Clock clock;
    private volatile Instant restsUntil = Instant.MIN;

    /** @param rest how long the model is left alone at first when it fails; longer each time that it fails again */
    public NamedModel(String name, ModelClient client, ModelProfile profile, Duration rest, Clock clock) {
        this.name = name;
        this.client = client;
        this.profile = profile;
        this.clock = clock;
        this.places = new Semaphore(profile.concurrency());
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(CALLS_LOOKED_AT)
                        .minimumNumberOfCalls(CALLS_NEEDED)
                        .failureRateThreshold(FAILED_PERCENT)
                        .permittedNumberOfCallsInHalfOpenState(PROBES)
                        .waitIntervalFunctionInOpenState(IntervalFunction.ofExponentialRandomBackoff(
                                rest, LONGER_EACH_TIME, JITTER, LONGEST_REST))
                        .clock(clock)
                        .build());
        breaker.getEventPublisher()
                .onStateTransition(event -> LOG.log(
                        Level.WARNING,
                        "model {0}: {1}",
                        name,
                        switch (event.getStateTransition().getToState()) {
                            case OPEN -> "fails, and is left alone for a while";
                            case HALF_OPEN -> "is tried again";
                            default -> "answers";
                        }));
    }

    public String name() {
        return name;
    }

    public ModelProfile profile() {
        return profile;
    }

    ModelClient client() {
        return client;
    }

    /**
     * Whether a call may be made now. Each admitted call has to be followed by {@link #worked}, {@link #failed} or {@link
     * #left}.
     */
    boolean enter() {
        if (clock.instant().isBefore(restsUntil) || !places.tryAcquire()) {
            return false;
        }
        if (!breaker.tryAcquirePermission()) {
            places.release();
            return false;
        }
        return true;
    }

    /** @param usage of the answer; null if not reported */
    void worked(@Nullable MessageUsage usage) {
        places.release();
        if (usage != null && usage.inputTokens() > maxAnswered) {
            maxAnswered = usage.inputTokens();
        }
        last = null;
        trouble = null;
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    /** The call ended without saying anything about the model's health. */
    void left() {
        places.release();
        breaker.releasePermission();
    }

    void failed(ModelFailure failure) {
        switch (failure.reason()) {
            case CANCELLED, REFUSED, INVALID_REQUEST, BUDGET -> left();
            case TOO_LONG -> {
                left();
                learn(failure.window());
            }
            case DENIED, QUOTA -> {
                places.release();
                last = failure;
                breaker.onError(0, TimeUnit.NANOSECONDS, failure);
                if (breaker.getState() == CircuitBreaker.State.CLOSED) {
                    breaker.transitionToOpenState();
                }
            }
            case UNREACHABLE, BUSY, SERVER_ERROR, NOT_FOUND, TOO_SLOW, BROKEN -> {
                places.release();
                last = failure;
                breaker.onError(0, TimeUnit.NANOSECONDS, failure);
                Duration after = failure.after();
                if (after != null) {
                    Duration rest = after.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : after;
                    restsUntil = clock.instant().plus(rest);
                }
            }
        }
    }

    /** What it says that it holds counts until the process ends. A number below what it has taken already is another one. */
    private void learn(ModelFailure.@Nullable Window window) {
        Integer holds = window == null ? null : window.holds();
        if (holds == null || holds <= maxAnswered || hasToldWindow && holds >= profile.contextTokens()) {
            return;
        }
        profile = profile.holding(holds);
        hasToldWindow = true;
        LOG.log(Level.WARNING, "model {0} says that it holds {1} tokens, and is given no more", name, holds);
    }

    /** How much a request may have, if it has told what it holds. */
    OptionalInt room() {
        ModelProfile known = profile;
        return hasToldWindow ? OptionalInt.of(known.contextTokens() - known.answerTokens()) : OptionalInt.empty();
    }

    /** Why it may not be asked now. */
    ModelFailure whyNot() {
        ModelFailure failure = last;
        return failure == null
                ? new ModelFailure(ModelFailure.Reason.BUSY, "it has too many calls")
                : new ModelFailure(failure.reason(), "it is left alone for a while").saying(failure.words());
    }

    /**
     * Why there was no answer.
     *
     * @param words what the provider said, cleaned; null if it said nothing
     */
    public record Trouble(ModelFailure.Reason reason, String message, @Nullable String words, Instant since) {
        boolean isLike(Trouble other) {
            return reason == other.reason && message.equals(other.message) && Objects.equals(words, other.words);
        }
    }

    /** The trouble since the last answer; empty if none. */
    Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** The log says so already. */
    void noticed(ModelFailure failure) {
        trouble = trouble(failure);
    }

    private Trouble trouble(ModelFailure failure) {
        return new Trouble(failure.reason(), String.valueOf(failure.getMessage()), failure.words(), clock.instant());
    }

    /** Logs why there was no answer, once until the model answers or the reason changes. */
    void tell(ModelFailure failure) {
        if (failure.reason() == ModelFailure.Reason.BUDGET) {
            return;
        }
        Trouble before = trouble;
        Trouble now = trouble(failure);
        if (before != null && before.isLike(now)) {
            return;
        }
        trouble = now;
        LOG.log(
                Level.WARNING,
                "model {0} gave no answer ({1}: {2}{3})",
                name,
                now.reason(),
                now.message(),
                now.words() == null ? "" : ", it says: " + now.words());
    }
}
