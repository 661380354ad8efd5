package clda.traces.otel;

import clda.conversation.MessageUsage;
import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.routing.ModelWatcher;
import clda.logging.Ids;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The spans of calls to models; reads neither what is asked nor what is answered. */
public final class ModelSpans implements ModelWatcher {

    private static final double NANOS = 1e9;

    /**
     * A configured model.
     *
     * @param provider as the conventions name it
     * @param model the provider's name for it
     */
    public record Asked(String provider, String model, URI address) {}

    private static final class Call {
        private final Span span;
        private final long began = System.nanoTime();
        private final Ids.@Nullable Scope sending;
        private volatile long first;

        Call(Span span, Ids.@Nullable Scope sending) {
            this.span = span;
            this.sending = sending;
        }
    }

    private final Tracing tracing;
    private final TurnSpans turns;
    private final Map<String, Asked> models;
    private final boolean passedOn;
    private final ThreadLocal<@Nullable Call> current = new ThreadLocal<>();

    /**
     * @param models by the configured names
     * @param passedOn whether requests to models carry the trace
     */
    public ModelSpans(Tracing tracing, TurnSpans turns, Map<String, Asked> models, boolean passedOn) {
        this.tracing = tracing;
        this.turns = turns;
        this.models = Map.copyOf(models);
        this.passedOn = passedOn;
    }

    @Override
    public Runnable asking(String model, ModelRequest request) {
        Ids ids = Ids.current();
        Asked asked = models.get(model);
        String name = "chat " + (asked == null ? model : asked.model());
        SpanBuilder span = turns.step(ids.conversation(), ids.turn())
                .map(step -> tracing.under(step, name, SpanKind.CLIENT, tracing.now()))
                .orElseGet(() -> tracing.span(name, SpanKind.CLIENT, tracing.now()));
        span.setAttribute(SpanKeys.OPERATION, "chat")
                .setAttribute(SpanKeys.MODEL, model)
                .setAttribute(SpanKeys.STREAM, true)
                .setAttribute(
                        SpanKeys.PURPOSE, request.options().purpose().name().toLowerCase(Locale.ROOT));
        if (ids.conversation() != null) {
            span.setAttribute(SpanKeys.CONVERSATION, ids.conversation());
        }
        if (ids.turn() != null) {
            span.setAttribute(SpanKeys.TURN, ids.turn());
        }
        if (asked != null) {
            span.setAttribute(SpanKeys.PROVIDER, asked.provider()).setAttribute(SpanKeys.REQUEST_MODEL, asked.model());
            String host = asked.address().getHost();
            if (host != null) {
                span.setAttribute(SpanKeys.SERVER, host);
            }
            if (asked.address().getPort() > 0) {
                span.setAttribute(SpanKeys.PORT, (long) asked.address().getPort());
            }
        }
        Span begun = span.startSpan();
        Call call = new Call(
                begun, passedOn ? ids.sending(Tracing.place(begun).toString()).open() : null);
        current.set(call);
        return () -> call.first = System.nanoTime();
    }

    @Override
    public void answered(String model, Duration took, ModelReply reply) {
        end(span -> {
            span.setAttribute(SpanKeys.RESPONSE_MODEL, PlainNames.model(reply.model()));
            span.setAttribute(SpanKeys.FINISH, List.of(finish(reply)));
            MessageUsage usage = reply.usage();
            if (usage != null) {
                count(span, usage);
            }
        });
    }

    private static String finish(ModelReply reply) {
        return switch (reply.end()) {
            case COMPLETE -> reply.calls().isEmpty() ? "stop" : "tool_call";
            case LENGTH -> "length";
            case REFUSED -> "content_filter";
        };
    }

    private static void count(Span span, MessageUsage usage) {
        span.setAttribute(SpanKeys.INPUT, usage.inputTokens());
        span.setAttribute(SpanKeys.OUTPUT, usage.outputTokens());
        Long cached = usage.cachedTokens();
        if (cached != null) {
            span.setAttribute(SpanKeys.CACHED, cached);
        }
    }

    @Override
    public void failed(String model, Duration took, ModelFailure.Reason why) {
        end(span -> span.setAttribute(SpanKeys.ERROR, why.name().toLowerCase(Locale.ROOT))
                .setStatus(StatusCode.ERROR));
    }

    @Override
    public void left(String model) {
        end(span -> span.setAttribute(SpanKeys.ERROR, "_OTHER").setStatus(StatusCode.ERROR));
    }

    @Override
    public void passedOver(String model, ModelFailure.Reason why) {
        // The failed call tells.
    }

    private void end(Consumer<Span> what) {
        Call call = current.get();
        if (call == null) {
            return;
        }
        current.remove();
        if (call.sending != null) {
            call.sending.close();
        }
        if (call.first != 0) {
            call.span.setAttribute(SpanKeys.FIRST_CHUNK, (call.first - call.began) / NANOS);
        }
        what.accept(call.span);
        call.span.end(tracing.now());
    }
}
