package clda.agent;

import java.time.Duration;

/**
 * Throttles a tool's progress to what a user can follow: one report a second, and the last. Safe for use by several threads.
 */
public final class ProgressPace {

    private static final Duration APART = Duration.ofSeconds(1);
    private static final int END = 100;

    private boolean first = true;
    private long lastAt;
    private int lastPercent = -1;

    /** Whether a report with this percentage is to be shown now. */
    public synchronized boolean isDue(int percent) {
        long now = System.nanoTime();
        boolean due = percent != lastPercent && (first || percent >= END || now - lastAt >= APART.toNanos());
        if (due) {
            first = false;
            lastAt = now;
            lastPercent = percent;
        }
        return due;
    }
}
