package clda.traces.otel;

import io.opentelemetry.api.trace.Span;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a turn that runs on this node without interruption: from its beginning, or from where it was taken up, until it
 * waits for a person or ends. Guarded by itself.
 */
final class TurnPart {

    private final Span turn;
    private final Instant began;
    private final Map<String, Span> calls = new HashMap<>();
    private Span step;
    private int number;

    /**
     * @param step the span of the first step
     * @param number the number of that step in the turn, from 1
     */
    TurnPart(Span turn, Instant began, Span step, int number) {
        this.turn = turn;
        this.began = began;
        this.step = step;
        this.number = number;
    }

    Span turn() {
        return turn;
    }

    Instant began() {
        return began;
    }

    synchronized Span step() {
        return step;
    }

    synchronized int number() {
        return number;
    }

    /** The step has ended, and the next begins. */
    synchronized void next(Span next, int number, Instant now) {
        step.end(now);
        this.step = next;
        this.number = number;
    }

    synchronized void began(String callId, Span call) {
        calls.put(callId, call);
    }

    /** Null if the call was never begun. */
    synchronized @Nullable Span ended(String callId) {
        return calls.remove(callId);
    }

    /** Ends everything that is still open. */
    synchronized void end(Instant now) {
        calls.values().forEach(call -> call.end(now));
        calls.clear();
        step.end(now);
        turn.end(now);
    }
}
