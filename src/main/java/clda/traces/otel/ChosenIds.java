package clda.traces.otel;

import clda.traces.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.sdk.trace.IdGenerator;
import org.jspecify.annotations.Nullable;

/** Random ids, unless one is chosen for a span: the SDK asks for ids on the thread that starts the span. */
final class ChosenIds implements IdGenerator {

    private record Choice(String traceId, String spanId) {}

    private final IdGenerator random = IdGenerator.random();
    private final ThreadLocal<@Nullable Choice> chosen = new ThreadLocal<>();

    /** @param traceId counts only for a span without a parent */
    Span start(SpanBuilder span, String traceId, String spanId) {
        chosen.set(new Choice(traceId, spanId));
        try {
            return span.startSpan();
        } finally {
            chosen.remove();
        }
    }

    Span start(SpanBuilder span, TraceParent place) {
        return start(span, place.traceId(), place.spanId());
    }

    @Override
    public String generateSpanId() {
        Choice choice = chosen.get();
        return choice == null ? random.generateSpanId() : choice.spanId();
    }

    @Override
    public String generateTraceId() {
        Choice choice = chosen.get();
        return choice == null ? random.generateTraceId() : choice.traceId();
    }
}
