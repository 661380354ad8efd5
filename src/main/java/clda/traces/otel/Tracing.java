package clda.traces.otel;

import clda.traces.Sampling;
import clda.traces.TraceParent;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes the spans of this node. Nothing is global, so that it neither meets nor disturbs what the server itself traces. */
public final class Tracing implements AutoCloseable {

    private static final Duration LONGEST_END = Duration.ofSeconds(3);

    private final ChosenIds ids = new ChosenIds();
    private final Sampling sampling;
    private final Clock clock;
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /**
     * @param node the name of this node
     * @param processor takes the spans that have ended
     */
    public Tracing(String version, String node, Sampling sampling, SpanProcessor processor, Clock clock) {
        this.sampling = sampling;
        this.clock = clock;
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(
                        SpanKeys.SERVICE, "clda", SpanKeys.SERVICE_VERSION, version, SpanKeys.INSTANCE, node)))
                .setIdGenerator(ids)
                .setSampler(Sampler.parentBased(new ById(sampling)))
                .addSpanProcessor(processor)
                .build();
        this.tracer =
                provider.tracerBuilder("clda").setSchemaUrl(SpanKeys.SCHEMA).build();
    }

    private record ById(Sampling sampling) implements Sampler {
        @Override
        public SamplingResult shouldSample(
                Context parent,
                String traceId,
                String name,
                SpanKind kind,
                Attributes attributes,
                List<LinkData> links) {
            return SamplingResult.create(
                    sampling.takes(traceId) ? SamplingDecision.RECORD_AND_SAMPLE : SamplingDecision.DROP);
        }

        @Override
        public String getDescription() {
            return "share " + sampling.ratio();
        }
    }

    Sampling sampling() {
        return sampling;
    }

    ChosenIds ids() {
        return ids;
    }

    Instant now() {
        return clock.instant();
    }

    /** A span without a parent, unless one is set. */
    SpanBuilder span(String name, SpanKind kind, Instant began) {
        return tracer.spanBuilder(name).setNoParent().setSpanKind(kind).setStartTimestamp(began);
    }

    SpanBuilder under(Span parent, String name, SpanKind kind, Instant began) {
        return span(name, kind, began).setParent(Context.root().with(parent));
    }

    static Context remote(TraceParent place) {
        return Context.root().with(Span.wrap(context(place)));
    }

    static SpanContext context(TraceParent place) {
        return SpanContext.createFromRemoteParent(
                place.traceId(),
                place.spanId(),
                place.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }

    static TraceParent place(Span span) {
        SpanContext context = span.getSpanContext();
        return new TraceParent(context.getTraceId(), context.getSpanId(), context.isSampled());
    }

    /** Sends what has not been sent, for a few seconds at most. */
    @Override
    public void close() {
        provider.shutdown().join(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
    }
}
