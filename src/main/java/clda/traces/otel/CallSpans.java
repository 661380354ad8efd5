package clda.traces.otel;

import clda.conversation.CallEvent.ToolCompleted;
import clda.conversation.CallEvent.ToolFailed;
import clda.conversation.CallEvent.ToolStarted;
import clda.conversation.CallEvent.ToolUnknown;
import clda.conversation.RecordedEvent;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The spans of tool calls; reads neither arguments nor results. */
final class CallSpans {

    private static final String OTHER = "other";

    private final Tracing tracing;
    private final Set<String> tools;

    CallSpans(Tracing tracing, Set<String> tools) {
        this.tracing = tracing;
        this.tools = Set.copyOf(tools);
    }

    void take(TurnPart part, Turn turn, RecordedEvent event) {
        switch (event.event()) {
            case ToolStarted call -> part.began(call.callId(), begin(part, turn, turn.call(call.callId())));
            case ToolCompleted call -> end(part, turn, call.callId(), null);
            case ToolUnknown call -> end(part, turn, call.callId(), "unknown");
            case ToolFailed call ->
                end(part, turn, call.callId(), PlainNames.of(call.error().code()));
            default -> {
                // Other events neither begin nor end a call.
            }
        }
    }

    private Span begin(TurnPart part, Turn turn, ToolCall call) {
        String tool = tools.contains(call.tool()) ? call.tool() : OTHER;
        SpanBuilder span = tracing.under(part.step(), "execute_tool " + tool, SpanKind.INTERNAL, tracing.now())
                .setAttribute(SpanKeys.OPERATION, "execute_tool")
                .setAttribute(SpanKeys.TOOL, tool)
                .setAttribute(SpanKeys.TOOL_TYPE, "function")
                .setAttribute(SpanKeys.CALL, call.callId())
                .setAttribute(SpanKeys.TURN, turn.id());
        String effect = call.effect();
        if (effect != null) {
            span.setAttribute(SpanKeys.EFFECT, effect.toLowerCase(Locale.ROOT));
        }
        return span.startSpan();
    }

    /** A call that is refused before it begins is a span without length. */
    private void end(TurnPart part, Turn turn, String callId, @Nullable String error) {
        Span begun = part.ended(callId);
        Span span = begun == null ? begin(part, turn, turn.call(callId)) : begun;
        if (error != null) {
            span.setAttribute(SpanKeys.ERROR, error).setStatus(StatusCode.ERROR);
        }
        span.end(tracing.now());
    }
}
