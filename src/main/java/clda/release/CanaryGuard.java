package clda.release;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has the release rolled back when its canary is no good. A node of the canary arm judges by its own turns: too many of them fail
 * or are slow. A node of the stable arm judges by whether there is a canary: one that cannot start, or crashes again and again,
 * says nothing of itself.
 */
public final class CanaryGuard {

    /** What rolls a release back. */
    @FunctionalInterface
    public interface RollBack {

        /**
         * @param release its number
         * @param reason a sentence
         */
        void of(long release, String reason);
    }

    private final Arms arms;
    private final Clock clock;
    private final RollBack rollBack;
    private ErrorBudget budget = new ErrorBudget();
    private Absence absence = new Absence();
    private long watched;

    public CanaryGuard(Arms arms, Clock clock, RollBack rollBack) {
        this.arms = arms;
        this.clock = clock;
        this.rollBack = rollBack;
    }

    /**
     * A person first saw something of a turn.
     *
     * @param canaryOf the release in whose canary arm the conversation was begun; null if in none
     */
    public void answered(@Nullable Long canaryOf, Duration took) {
        if (isWatched(canaryOf)) {
            budget().answered(clock.instant(), took);
        }
    }

    /**
     * A turn was completed, or failed.
     *
     * @param canaryOf the release in whose canary arm the conversation was begun; null if in none
     */
    public void ended(@Nullable Long canaryOf, boolean failed) {
        if (isWatched(canaryOf)) {
            budget().ended(clock.instant(), failed);
        }
    }

    /** A canary that is run by stable nodes, because its own have stopped, says nothing about the new version. */
    private boolean isWatched(@Nullable Long canaryOf) {
        return arms.own() == Arm.CANARY && arms.of(canaryOf) == Arm.CANARY;
    }

    /** That of the release that runs. */
    private synchronized ErrorBudget budget() {
        watchWhatRuns();
        return budget;
    }

    private void watchWhatRuns() {
        long running = arms.release().map(Release::number).orElse(0L);
        if (running != watched) {
            watched = running;
            budget = new ErrorBudget();
            absence = new Absence();
        }
    }

    private synchronized long watched() {
        return watched;
    }

    /** To be called every second. */
    public void look() {
        if (arms.areTwo()) {
            breach().ifPresent(reason -> rollBack.of(watched(), reason));
        }
    }

    private synchronized Optional<String> breach() {
        watchWhatRuns();
        return arms.own() == Arm.CANARY
                ? budget.breach(clock.instant())
                : absence.breach(clock.instant(), arms.nodes(Arm.CANARY) == 0);
    }
}
