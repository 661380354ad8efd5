package clda.traces.otel;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.CallEvent.ToolCompleted;
import clda.conversation.CallEvent.ToolRequested;
import clda.conversation.CallEvent.ToolStarted;
import clda.conversation.Conversation;
import clda.conversation.ConversationLog;
import clda.conversation.MessageRole;
import clda.conversation.RecordedEvent;
import clda.conversation.Requester;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.conversation.TurnEvent.TurnCompleted;
import clda.conversation.TurnEvent.TurnStarted;
import clda.json.Json;
import clda.kit.ScriptedModel;
import clda.kit.memory.MemoryEngine;
import clda.kit.memory.MemoryStore;
import clda.traces.Sampling;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a turn pays for being traced, on its own threads. */
class SpanCostTest {

    private static final int WARM = 5_000;
    private static final int TURNS = 20_000;
    private static final double MAX_MICROS = 300;

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void aTurnPaysMicrosecondsOfProcessorTime(double ratio) {
        Clock clock = Clock.systemUTC();
        try (MemoryEngine engine = new MemoryEngine(new MemoryStore(), new ScriptedModel(), List.of());
                Tracing tracing = new Tracing(
                        "1",
                        "node-1",
                        new Sampling(ratio),
                        BatchSpanProcessor.builder(SpanExporter.composite(List.of()))
                                .build(),
                        clock)) {
            // Given a turn with a call and an answer
            ConversationLog log = engine.log();
            log.create("c1", "default", "alice", null);
            ObjectNode nothing = Json.MAPPER.createObjectNode();
            List<RecordedEvent> events = log.append(
                            "c1",
                            ConversationLog.Append.of(
                                    "t1",
                                    new TurnStarted("hello", new Requester("alice", List.of("user")), null, null),
                                    new ToolRequested("t1-c1", 1, "find_order", nothing, "READ"),
                                    new ToolStarted("t1-c1"),
                                    new ToolCompleted("t1-c1", nothing),
                                    new MessageCompleted("t1-m1", MessageRole.ASSISTANT, "Hi", "gpt", null, null),
                                    TurnCompleted.with("Hi", List.of())))
                    .orElseThrow();
            Conversation conversation = log.view("c1", state -> state).orElseThrow();
            TurnSpans spans = new TurnSpans(tracing, Set.of("find_order"));

            // When it is traced again and again
            long nanos = 0;
            for (int turn = 0; turn < WARM + TURNS; turn++) {
                long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                spans.appended(conversation, events);
                long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began;
                nanos += turn < WARM ? 0 : took;
            }

            // Then
            double micros = nanos / 1_000.0 / TURNS;
            System.out.printf("tracing a turn at a share of %.0f takes %.1f µs of processor time%n", ratio, micros);
            assertThat(micros).isLessThan(MAX_MICROS);
        }
    }
}
