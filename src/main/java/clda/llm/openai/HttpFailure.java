package clda.llm.openai;

import java.time.Duration;

/** The server answered with an error, sorted by what the caller can do about it. */
public sealed class HttpFailure extends RuntimeException {

    private final int status;

    private HttpFailure(int status) {
        super("HTTP " + status);
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** May be over in a moment: asking again is worth it. */
    public static final class Passing extends HttpFailure {
        Passing(int status) {
            super(status);
        }
    }

    /** Said when to come back. */
    public static final class Later extends HttpFailure {
        private final Duration after;

        Later(int status, Duration after) {
            super(status);
            this.after = after;
        }

        public Duration after() {
            return after;
        }
    }

    /** Asking again does not help. */
    public static final class Final extends HttpFailure {
        Final(int status) {
            super(status);
        }
    }
}
