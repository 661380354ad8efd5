package clda.traces.otel;

import clda.logging.RequestTrace;
import clda.net.IpRange;
import clda.traces.RequestSpans;
import clda.traces.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The spans of the HTTP requests that open turns. */
public final class HttpSpans implements RequestSpans {

    private static final int SERVER_ERROR = 500;

    private final Tracing tracing;
    private final List<IpRange> callers;

    /** @param callers the addresses whose traces are continued */
    public HttpSpans(Tracing tracing, List<IpRange> callers) {
        this.tracing = tracing;
        this.callers = List.copyOf(callers);
    }

    @Override
    public RequestTrace begin(@Nullable String traceparent, String... addresses) {
        Optional<TraceParent> caller =
                traceparent != null && isBelieved(addresses) ? TraceParent.parse(traceparent) : Optional.empty();
        String traceId = caller.map(TraceParent::traceId).orElseGet(TraceParent::randomTraceId);
        boolean sampled = caller.map(TraceParent::sampled)
                .orElseGet(() -> tracing.sampling().takes(traceId));
        TraceParent own = new TraceParent(traceId, TraceParent.randomSpanId(), sampled);
        return new RequestTrace(
                own.toString(), caller.map(TraceParent::toString).orElse(null));
    }

    private boolean isBelieved(String... addresses) {
        return Stream.of(addresses)
                .map(IpRange::address)
                .flatMap(Optional::stream)
                .anyMatch(this::isCaller);
    }

    private boolean isCaller(InetAddress address) {
        return callers.stream().anyMatch(range -> range.contains(address));
    }

    @Override
    public void end(RequestTrace trace, Answered answered) {
        TraceParent own = TraceParent.parse(trace.traceparent()).orElseThrow();
        SpanBuilder span = tracing.span(answered.method() + " " + answered.route(), SpanKind.SERVER, answered.began())
                .setAttribute(SpanKeys.METHOD, answered.method())
                .setAttribute(SpanKeys.ROUTE, answered.route())
                .setAttribute(SpanKeys.SCHEME, answered.scheme())
                .setAttribute(SpanKeys.STATUS, (long) answered.status());
        TraceParent.parse(trace.caller()).ifPresent(caller -> span.setParent(Tracing.remote(caller)));
        Span made = tracing.ids().start(span, own);
        if (answered.status() >= SERVER_ERROR) {
            made.setStatus(StatusCode.ERROR).setAttribute(SpanKeys.ERROR, String.valueOf(answered.status()));
        }
        made.end(answered.ended());
    }
}
