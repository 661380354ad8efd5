package clda.llm.routing;

/**
 * Limits retries to a tenth of the requests, so that a failing provider does not get twice the load. The first ten are
 * free, so that retries are possible right after startup. Safe for many threads.
 */
public final class RetryBudget {

    private static final int PER_RETRY = 10;
    private static final int FREE = 10 * PER_RETRY;
    private static final int MAX = 100 * PER_RETRY;

    private int credit = FREE;

    synchronized void request() {
        credit = Math.min(MAX, credit + 1);
    }

    /** Whether one more request may be a retry. */
    public synchronized boolean take() {
        if (credit < PER_RETRY) {
            return false;
        }
        credit -= PER_RETRY;
        return true;
    }
}
