package clda.boot;

import clda.logging.Ids;
import clda.traces.RequestSpans;
import java.util.Optional;
import java.util.function.Function;

/**
 * What follows the turns of this node, or nothing.
 *
 * @param requests for the doors
 * @param traceOf the trace of what a thread works on; empty if there is none
 * @param end sends what has not been sent
 */
record Tracks(RequestSpans requests, Function<Ids, Optional<String>> traceOf, Runnable end) {

    /** Traces are off. */
    static final Tracks NONE = new Tracks(RequestSpans.OFF, ids -> Optional.empty(), () -> {});
}
