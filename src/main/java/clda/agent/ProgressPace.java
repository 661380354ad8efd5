package clda.agent;

import java.time.Duration;

/** Lets through as much of a tool's progress as a person can follow: once a second, and the end. Safe for many threads. */
public final class ProgressPace {

    private static final Duration APART = Duration.ofSeconds(1);
    private static final int END = 100;

    private boolean first = true;
    private long lastAt;
    private int lastPercent = -1;

    /** Whether this is to be shown. */
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
