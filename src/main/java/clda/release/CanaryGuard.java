package clda.release;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Watches the turns of the canary arm that run on this node, and has the release rolled back when too many of them fail or are
 * slow. A node judges by its own turns only.
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
        long running = arms.release().map(Release::number).orElse(0L);
        if (running != watched) {
            watched = running;
            budget = new ErrorBudget();
        }
        return budget;
    }

    private synchronized long watched() {
        return watched;
    }

    /** To be called every second. */
    public void look() {
        if (arms.own() == Arm.CANARY && arms.areTwo()) {
            budget().breach(clock.instant()).ifPresent(reason -> rollBack.of(watched(), reason));
        }
    }
}
