package clda.logging;

import org.jspecify.annotations.Nullable;

/** The trace of an HTTP request. It becomes that of the turn which the request opens. */
public final class RequestTrace {

    private static final int ID_BEGINS = 3;
    private static final int ID_ENDS = 35;

    private final String traceparent;
    private final @Nullable String caller;
    private volatile boolean taken;

    /**
     * @param traceparent the request's own place, as in the header of W3C Trace Context, version 00
     * @param caller that of the caller; null if none is known or believed
     */
    public RequestTrace(String traceparent, @Nullable String caller) {
        this.traceparent = traceparent;
        this.caller = caller;
    }

    /** For a turn that is opened in this trace. */
    public String take() {
        taken = true;
        return traceparent;
    }

    /** Whether a turn was opened in this trace. */
    public boolean isTaken() {
        return taken;
    }

    public String traceparent() {
        return traceparent;
    }

    /** The {@code traceparent} of the caller; null if none is known or believed. */
    public @Nullable String caller() {
        return caller;
    }

    public String traceId() {
        return traceparent.substring(ID_BEGINS, ID_ENDS);
    }
}
