package clda.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.CallEvent.ToolCompleted;
import clda.conversation.CallEvent.ToolRequested;
import clda.conversation.CallEvent.ToolStarted;
import clda.conversation.Conversation;
import clda.conversation.ConversationLog;
import clda.conversation.MessageRole;
import clda.conversation.RecordedEvent;
import clda.conversation.Requester;
import clda.conversation.TextDelta;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.conversation.TurnEvent.TurnCompleted;
import clda.conversation.TurnEvent.TurnStarted;
import clda.json.Json;
import clda.kit.ScriptedModel;
import clda.kit.memory.MemoryEngine;
import clda.kit.memory.MemoryStore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a turn pays for being measured. */
class MeterCostTest {

    private static final int WARM = 5_000;
    private static final int TURNS = 20_000;
    private static final int PIECES = 40;
    private static final double MAX_MICROS = 200;

    @Test
    void aTurnPaysMicrosecondsOfProcessorTime() {
        try (Scrape scrape = new Scrape();
                MemoryEngine engine = new MemoryEngine(new MemoryStore(), new ScriptedModel(), List.of())) {
            // Given a turn with a call and an answer in pieces
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
            TurnMeters meters = new TurnMeters(scrape.registry(), Set.of("find_order"), Clock.systemUTC());
            TextDelta piece = new TextDelta("t1", "t1-m1", 0, "Hi");

            // When it is measured again and again
            long nanos = 0;
            for (int turn = 0; turn < WARM + TURNS; turn++) {
                long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                for (RecordedEvent event : events) {
                    meters.appended(conversation, List.of(event));
                }
                for (int pieces = 0; pieces < PIECES; pieces++) {
                    meters.showed("c1", piece);
                }
                long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began;
                nanos += turn < WARM ? 0 : took;
            }

            // Then
            double micros = nanos / 1_000.0 / TURNS;
            System.out.printf("measuring a turn takes %.1f µs of processor time%n", micros);
            assertThat(micros).isLessThan(MAX_MICROS);
        }
    }
}
