package clda.metrics;

import clda.conversation.CallEvent.TaskCompleted;
import clda.conversation.CallEvent.TaskFailed;
import clda.conversation.CallEvent.TaskUnknown;
import clda.conversation.CallEvent.ToolCompleted;
import clda.conversation.CallEvent.ToolFailed;
import clda.conversation.CallEvent.ToolResolved;
import clda.conversation.CallEvent.ToolStarted;
import clda.conversation.CallEvent.ToolUnknown;
import clda.conversation.RecordedEvent;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts tool calls and the tasks that they start; reads neither arguments nor results. */
final class ToolMeters {

    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
    private static final int WORTH_FORGETTING = 1_000;

    private record Place(String conversationId, String callId) {}

    private final MeterRegistry registry;
    private final KnownNames names;
    private final Map<Place, Instant> started = new ConcurrentHashMap<>();

    ToolMeters(MeterRegistry registry, Set<String> names) {
        this.registry = registry;
        this.names = KnownNames.only(names);
    }

    void take(String conversationId, Turn turn, RecordedEvent event) {
        switch (event.event()) {
            case ToolStarted call -> {
                forgetOld(event.at());
                started.put(new Place(conversationId, call.callId()), event.at());
            }
            case ToolCompleted call -> ended(conversationId, turn.call(call.callId()), "completed", event.at());
            case ToolUnknown call -> ended(conversationId, turn.call(call.callId()), "unknown", event.at());
            case ToolFailed call -> failed(conversationId, turn.call(call.callId()), call, event.at());
            case ToolResolved call ->
                Counter.builder("clda.effects.resolved")
                        .description("Effects of which nobody knew and about which a person has found out")
                        .tag("outcome", call.resolution().word())
                        .register(registry)
                        .increment();
            case TaskCompleted task -> task(turn.call(task.callId()), "completed");
            case TaskFailed task ->
                task(turn.call(task.callId()), task.error().code().equals("cancelled") ? "cancelled" : "failed");
            case TaskUnknown task -> task(turn.call(task.callId()), "unknown");
            default -> {
                // Other events do not end a call.
            }
        }
    }

    private void failed(String conversationId, ToolCall call, ToolFailed failed, Instant at) {
        boolean began = started.containsKey(new Place(conversationId, call.callId()));
        String outcome =
                switch (failed.error().code()) {
                    case "denied" -> "denied";
                    case "expired" -> "expired";
                    default -> began ? "failed" : "rejected";
                };
        ended(conversationId, call, outcome, at);
    }

    private void ended(String conversationId, ToolCall call, String outcome, Instant at) {
        Tags which = which(call);
        Counter.builder("clda.tool.calls")
                .description("Calls of tools that have ended; rejected were not begun")
                .tags(which)
                .tag("outcome", outcome)
                .register(registry)
                .increment();
        Instant since = started.remove(new Place(conversationId, call.callId()));
        if (since != null) {
            Buckets.TOOL
                    .timer("clda.tool.call.duration", "Duration of calls of tools that were begun")
                    .tags(which)
                    .register(registry)
                    .record(TurnMeters.between(since, at));
        }
    }

    private Tags which(ToolCall call) {
        String effect = call.effect();
        return Tags.of(
                "tool", names.of(call.tool()), "effect", effect == null ? "none" : effect.toLowerCase(Locale.ROOT));
    }

    private void task(ToolCall call, String outcome) {
        Counter.builder("clda.tasks")
                .description("Background tasks that have ended")
                .tag("tool", names.of(call.tool()))
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    private void forgetOld(Instant now) {
        if (started.size() > WORTH_FORGETTING) {
            started.values().removeIf(since -> since.isBefore(now.minus(FORGOTTEN_AFTER)));
        }
    }
}
