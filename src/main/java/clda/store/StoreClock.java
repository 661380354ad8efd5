package clda.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * The database's clock, as this node knows it: all nodes have the same time, whatever their own clocks say. It never says a
 * time to which the database's has not come yet, so that nothing that waits for a time is early.
 */
public final class StoreClock extends Clock {

    private static final Logger LOG = System.getLogger(StoreClock.class.getName());
    private static final Duration WORTH_A_WARNING = Duration.ofSeconds(2);
    private static final Duration TOO_FAR = Duration.ofSeconds(10);
    private static final int REMEMBERED = 8;
    private static final long SLOWEST_ANSWER_MILLIS = 2_000;
    /** Smallest difference for which the clock is adjusted; a smaller one is network latency. */
    private static final long WORTH_PUTTING_MILLIS = 20;

    /**
     * A look at the database's clock.
     *
     * @param least by how much it is certain to be ahead of the node's, in milliseconds; negative if it is behind
     * @param took how long the reading took
     */
    private record Look(long least, long took) {
        long middle() {
            return least + took / 2;
        }
    }

    private final Clock node;
    private final Deque<Look> looks = new ArrayDeque<>();
    private volatile long ahead;
    private volatile Duration skew = Duration.ZERO;

    /** @param node this machine's clock, which is right until the database's has been looked at */
    public StoreClock(Clock node) {
        this.node = node;
    }

    /**
     * Reads the database's clock; to be called repeatedly.
     *
     * @param now asks the database for its time, in milliseconds since 1970
     */
    public synchronized void look(LongSupplier now) {
        long before = node.millis();
        long there = now.getAsLong();
        long after = node.millis();
        if (after - before > SLOWEST_ANSWER_MILLIS || after < before) {
            return;
        }
        looks.addLast(new Look(there - after, after - before));
        if (looks.size() > REMEMBERED) {
            looks.removeFirst();
        }
        long best = looks.stream().mapToLong(Look::least).max().orElseThrow();
        if (looks.size() == 1 || Math.abs(best - ahead) > WORTH_PUTTING_MILLIS) {
            ahead = best;
        }
        Duration earlier = skew;
        skew = Duration.ofMillis(looks.stream()
                .min(Comparator.comparingLong(Look::took))
                .orElseThrow()
                .middle());
        say(earlier, skew);
    }

    private static void say(Duration before, Duration now) {
        boolean far = isBeyond(now, WORTH_A_WARNING);
        if (far && !isBeyond(before, WORTH_A_WARNING) || isBeyond(now, TOO_FAR) && !isBeyond(before, TOO_FAR)) {
            LOG.log(
                    Level.WARNING,
                    "the clock of this node is {0} ms {1} that of the database{2}",
                    String.valueOf(now.abs().toMillis()),
                    now.isNegative() ? "ahead of" : "behind",
                    isBeyond(now, TOO_FAR) ? "; this node is not ready until it is put right" : "; put it right");
        } else if (!far && isBeyond(before, WORTH_A_WARNING)) {
            LOG.log(Level.INFO, "the clock of this node agrees with that of the database again");
        }
    }

    private static boolean isBeyond(Duration skew, Duration limit) {
        return skew.abs().compareTo(limit) > 0;
    }

    /** By how much the database's clock is ahead of this node's; negative if it is behind. */
    public Duration skew() {
        return skew;
    }

    /** Whether this node's own clock is so far from the database's that something is wrong with one of them. */
    public boolean isTooFarOff() {
        return isBeyond(skew, TOO_FAR);
    }

    @Override
    public Instant instant() {
        return node.instant().plusMillis(ahead);
    }

    @Override
    public ZoneId getZone() {
        return node.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new InZone(this, zone);
    }

    private static final class InZone extends Clock {
        private final StoreClock clock;
        private final ZoneId zone;

        InZone(StoreClock clock, ZoneId zone) {
            this.clock = clock;
            this.zone = zone;
        }

        @Override
        public Instant instant() {
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new InZone(clock, other);
        }
    }
}
