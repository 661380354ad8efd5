package clda.release;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * How fast turns use up the allowed part of failures and slow answers: the first two rows of the objectives' table, and of the
 * alert rules, in the process. Remembers the last five minutes, by the second. Safe for many threads.
 */
final class ErrorBudget {

    /** An answer that takes longer is slow. */
    static final Duration SLOW = Duration.ofSeconds(2);

    private static final long MINUTE = 60;
    private static final long FIVE_MINUTES = 5 * MINUTE;
    private static final int ENOUGH = 30;
    private static final double FAILED_IN_A_MINUTE = 0.25;
    private static final double FAILED_IN_FIVE = 0.10;
    private static final double SLOW_IN_BOTH = 0.40;

    /** What happened in a second. */
    private static final class Second {
        private final long second;
        private int ended;
        private int failed;
        private int answered;
        private int slow;

        private Second(long second) {
            this.second = second;
        }
    }

    /** How many of how many. */
    private record Ratio(int part, int all) {
        boolean exceeds(double limit) {
            return all > 0 && part > limit * all;
        }

        boolean isEnough() {
            return all >= ENOUGH;
        }
    }

    private final Deque<Second> seconds = new ArrayDeque<>();

    synchronized void ended(Instant at, boolean failed) {
        Second now = second(at);
        now.ended++;
        now.failed += failed ? 1 : 0;
    }

    synchronized void answered(Instant at, Duration took) {
        Second now = second(at);
        now.answered++;
        now.slow += took.compareTo(SLOW) > 0 ? 1 : 0;
    }

    private Second second(Instant at) {
        Second last = seconds.peekLast();
        if (last == null || last.second < at.getEpochSecond()) {
            last = new Second(at.getEpochSecond());
            seconds.addLast(last);
        }
        forget(at);
        return last;
    }

    private void forget(Instant at) {
        while (!seconds.isEmpty() && seconds.getFirst().second <= at.getEpochSecond() - FIVE_MINUTES) {
            seconds.removeFirst();
        }
    }

    /** What is too much, as a sentence; empty if nothing is. */
    synchronized Optional<String> breach(Instant at) {
        forget(at);
        Ratio failed1 = failed(at, MINUTE);
        Ratio failed5 = failed(at, FIVE_MINUTES);
        Ratio slow1 = slow(at, MINUTE);
        Ratio slow5 = slow(at, FIVE_MINUTES);
        if (failed1.isEnough() && failed1.exceeds(FAILED_IN_A_MINUTE)) {
            return told(failed1, "failed", FAILED_IN_A_MINUTE, "in 1 min");
        }
        if (failed5.isEnough() && failed5.exceeds(FAILED_IN_FIVE) && failed1.exceeds(FAILED_IN_FIVE)) {
            return told(failed5, "failed", FAILED_IN_FIVE, "in 5 min");
        }
        if (slow1.isEnough() && slow1.exceeds(SLOW_IN_BOTH)) {
            return told(slow1, "showed nothing within 2 s", SLOW_IN_BOTH, "in 1 min");
        }
        if (slow5.isEnough() && slow5.exceeds(SLOW_IN_BOTH) && slow1.exceeds(SLOW_IN_BOTH)) {
            return told(slow5, "showed nothing within 2 s", SLOW_IN_BOTH, "in 5 min");
        }
        return Optional.empty();
    }

    private static Optional<String> told(Ratio ratio, String what, double limit, String when) {
        return Optional.of(String.format(
                Locale.ROOT,
                "%d of %d turns of the canary arm %s %s; at most %.0f %% may",
                ratio.part(),
                ratio.all(),
                what,
                when,
                100 * limit));
    }

    private Ratio failed(Instant at, long window) {
        int part = 0;
        int all = 0;
        for (Second each : seconds) {
            if (each.second > at.getEpochSecond() - window) {
                part += each.failed;
                all += each.ended;
            }
        }
        return new Ratio(part, all);
    }

    private Ratio slow(Instant at, long window) {
        int part = 0;
        int all = 0;
        for (Second each : seconds) {
            if (each.second > at.getEpochSecond() - window) {
                part += each.slow;
                all += each.answered;
            }
        }
        return new Ratio(part, all);
    }
}
