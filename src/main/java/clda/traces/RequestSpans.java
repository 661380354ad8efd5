package clda.traces;

import clda.logging.RequestTrace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Traces the HTTP requests that open turns. */
public interface RequestSpans {

    /** Traces nothing. */
    RequestSpans OFF = new RequestSpans() {
        @Override
        public @Nullable RequestTrace begin(@Nullable String traceparent, String... addresses) {
            return null;
        }

        @Override
        public void end(RequestTrace trace, Answered answered) {
            throw new IllegalStateException("no trace was begun");
        }
    };

    /**
     * An answered request.
     *
     * @param route the template of the operation's path, never the path itself
     */
    record Answered(String method, String route, String scheme, int status, Instant began, Instant ended) {}

    /**
     * A request begins.
     *
     * @param traceparent the header of that name; null if there is none. It counts only if a believed caller sends it
     * @param addresses where the request comes from, as the network says and as proxies say
     * @return null if requests are not traced
     */
    @Nullable
    RequestTrace begin(@Nullable String traceparent, String... addresses);

    /** A request in whose trace a turn was opened has been answered. */
    void end(RequestTrace trace, Answered answered);
}
