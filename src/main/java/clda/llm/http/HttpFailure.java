package clda.llm.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The server answered with an error. */
public final class HttpFailure extends RuntimeException {

    private final int status;
    private final transient @Nullable Duration after;

    HttpFailure(int status, @Nullable Duration after) {
        super("HTTP " + status);
        this.status = status;
        this.after = after;
    }

    public int status() {
        return status;
    }

    /** When it said to come back; null if it did not. */
    public @Nullable Duration after() {
        return after;
    }
}
