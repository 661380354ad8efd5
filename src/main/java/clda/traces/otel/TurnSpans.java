package clda.traces.otel;

import clda.conversation.CallEvent.ApprovalRequested;
import clda.conversation.Conversation;
import clda.conversation.LogWatcher;
import clda.conversation.RecordedEvent;
import clda.conversation.TextDelta;
import clda.conversation.Trigger;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.TurnFailed;
import clda.conversation.TurnEvent.TurnResumed;
import clda.conversation.TurnEvent.TurnStarted;
import clda.traces.TraceParent;
import clda.traces.TurnTrace;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The spans of turns, their steps and their tool calls. A turn that waits for a person, or is taken up after a crash or by
 * another node, becomes several spans of one trace, one for each part that ran without interruption; each later one is below
 * the first and linked to the one before it.
 */
public final class TurnSpans implements LogWatcher, AutoCloseable {

    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
    private static final int WORTH_FORGETTING = 1_000;
    private static final String AGENT = "clda";

    private record Place(String conversation, String turn) {}

    private final Tracing tracing;
    private final CallSpans calls;
    private final Map<Place, TurnPart> parts = new ConcurrentHashMap<>();
    /** The latest parts that wait for a person, as far as this node ran them. */
    private final Map<Place, TraceParent> waiting = new ConcurrentHashMap<>();

    /** @param tools the names of all tools; other names that a model asks for are not told */
    public TurnSpans(Tracing tracing, Set<String> tools) {
        this.tracing = tracing;
        this.calls = new CallSpans(tracing, tools);
    }

    @Override
    public void appended(Conversation after, List<RecordedEvent> events) {
        Set<String> turns = new LinkedHashSet<>();
        for (RecordedEvent event : events) {
            String turnId = event.turnId();
            if (turnId != null && after.hasTurn(turnId)) {
                turns.add(turnId);
                take(after.id(), after.turn(turnId), event);
            }
        }
        for (String turnId : turns) {
            goOn(after.id(), after.turn(turnId), events);
        }
    }

    private void take(String conversation, Turn turn, RecordedEvent event) {
        Place place = new Place(conversation, turn.id());
        if (event.event() instanceof TurnStarted) {
            open(place, turn, event.at(), true);
        } else if (event.event() instanceof TurnResumed || turn.state() == Turn.State.RUNNING) {
            open(place, turn, tracing.now(), false);
        }
        TurnPart part = parts.get(place);
        if (part != null && event.event() instanceof ApprovalRequested asked) {
            part.turn()
                    .addEvent("clda.approval.requested", Attributes.of(SpanKeys.CALL, asked.callId()), tracing.now());
        }
        if (part != null) {
            calls.take(part, turn, event);
        }
    }

    private void open(Place place, Turn turn, Instant began, boolean first) {
        if (parts.containsKey(place)) {
            return;
        }
        forgetOld();
        TurnTrace trace = TurnTrace.of(place.conversation(), place.turn(), turn.trace());
        SpanBuilder span = tracing.span("invoke_agent " + AGENT, SpanKind.INTERNAL, began)
                .setAttribute(SpanKeys.OPERATION, "invoke_agent")
                .setAttribute(SpanKeys.AGENT, AGENT)
                .setAttribute(SpanKeys.CONVERSATION, place.conversation())
                .setAttribute(SpanKeys.TURN, place.turn());
        Trigger trigger = turn.trigger();
        if (trigger != null) {
            span.setAttribute(SpanKeys.TRIGGER, trigger.kind().word());
        }
        if (turn.attempts() > 0) {
            span.setAttribute(SpanKeys.ATTEMPT, (long) turn.attempts());
        }
        Span begun = first ? firstOf(trace, span) : laterOf(place, trace, span);
        int number = turn.openCalls().isEmpty() && !first ? turn.steps() + 1 : Math.max(1, turn.steps());
        parts.put(place, new TurnPart(begun, began, step(begun, place, number, began), number));
    }

    private Span firstOf(TurnTrace trace, SpanBuilder span) {
        TraceParent request = trace.parent();
        if (request != null) {
            span.setParent(Tracing.remote(request));
        }
        return tracing.ids().start(span, trace.traceId(), trace.first());
    }

    private Span laterOf(Place place, TurnTrace trace, SpanBuilder span) {
        TraceParent request = trace.parent();
        boolean sampled = request == null ? tracing.sampling().takes(trace.traceId()) : request.sampled();
        TraceParent first = new TraceParent(trace.traceId(), trace.first(), sampled);
        TraceParent before = waiting.remove(place);
        return span.setParent(Tracing.remote(first))
                .addLink(Tracing.context(before == null ? first : before))
                .startSpan();
    }

    private Span step(Span turn, Place place, int number, Instant began) {
        return tracing.under(turn, "step", SpanKind.INTERNAL, began)
                .setAttribute(SpanKeys.CONVERSATION, place.conversation())
                .setAttribute(SpanKeys.TURN, place.turn())
                .setAttribute(SpanKeys.STEP, (long) number)
                .startSpan();
    }

    private void goOn(String conversation, Turn turn, List<RecordedEvent> events) {
        Place place = new Place(conversation, turn.id());
        TurnPart part = parts.get(place);
        if (part == null) {
            return;
        }
        switch (turn.state()) {
            case RUNNING -> {
                if (turn.steps() >= part.number() && turn.openCalls().isEmpty()) {
                    Instant now = tracing.now();
                    int number = turn.steps() + 1;
                    part.next(step(part.turn(), place, number, now), number, now);
                }
            }
            case QUEUED -> {
                // It has not begun.
            }
            case AWAITING_APPROVAL -> {
                waiting.put(place, Tracing.place(part.turn()));
                close(place, part, turn.state().word());
            }
            case FAILED -> {
                part.turn().setStatus(StatusCode.ERROR);
                problem(turn.id(), events).ifPresent(type -> part.turn().setAttribute(SpanKeys.ERROR, type));
                close(place, part, turn.state().word());
            }
            case AWAITING_INPUT, COMPLETED, CANCELLED, INTERRUPTED ->
                close(place, part, turn.state().word());
        }
    }

    private static Optional<String> problem(String turnId, List<RecordedEvent> events) {
        return events.stream()
                .filter(event -> turnId.equals(event.turnId()))
                .filter(event -> event.event() instanceof TurnFailed)
                .map(event -> ((TurnFailed) event.event()).problem().type())
                .map(type -> PlainNames.of(type.substring(type.lastIndexOf(':') + 1)))
                .findFirst();
    }

    private void close(Place place, TurnPart part, String state) {
        if (parts.remove(place, part)) {
            part.turn().setAttribute(SpanKeys.TURN_STATE, state);
            part.end(tracing.now());
        }
    }

    @Override
    public void showed(String conversationId, TextDelta delta) {
        // The call of the model tells when its text begins.
    }

    /** The step that runs on this node; empty if none does. */
    Optional<Span> step(@Nullable String conversation, @Nullable String turn) {
        return conversation == null || turn == null
                ? Optional.empty()
                : Optional.ofNullable(parts.get(new Place(conversation, turn))).map(TurnPart::step);
    }

    /** The id of the trace of a turn that runs on this node; empty if it does not. */
    public Optional<String> traceId(@Nullable String conversation, @Nullable String turn) {
        return step(conversation, turn).map(span -> span.getSpanContext().getTraceId());
    }

    /** This node never sees the end of a turn that has moved to another node or been erased. */
    private void forgetOld() {
        if (parts.size() > WORTH_FORGETTING) {
            Instant old = tracing.now().minus(FORGOTTEN_AFTER);
            parts.forEach((place, part) -> {
                if (part.began().isBefore(old)) {
                    close(place, part, "left");
                }
            });
        }
        if (waiting.size() > WORTH_FORGETTING) {
            waiting.clear();
        }
    }

    /** Turns that run are left: another process takes them up. */
    @Override
    public void close() {
        parts.forEach((place, part) -> close(place, part, "left"));
    }
}
