package clda.web;

import java.time.Duration;

/**
 * Thrown for a request that is refused because too much is asked for, or because it arrives too slowly. The detail is shown to
 * the client.
 */
public final class TooMuch extends RuntimeException {

    private final int status;
    private final String detail;
    private final Duration retryAfter;

    /** @param retryAfter when it may be tried again */
    public TooMuch(int status, String detail, Duration retryAfter) {
        super(detail);
        this.status = status;
        this.detail = detail;
        this.retryAfter = retryAfter;
    }

    /** One of the usual kind: 429. */
    public static TooMuch requests(Duration retryAfter) {
        return new TooMuch(429, "Too many requests; try again later.", retryAfter);
    }

    public int status() {
        return status;
    }

    public String detail() {
        return detail;
    }

    /** As in the header {@code Retry-After}: whole seconds, at least 1. */
    public long retryAfterSeconds() {
        return Math.max(1, (retryAfter.toMillis() + 999) / 1_000);
    }
}
