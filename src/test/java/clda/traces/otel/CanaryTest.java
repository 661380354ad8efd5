package clda.traces.otel;

import static org.assertj.core.api.Assertions.assertThat;

import canary.EchoingFailure;
import clda.conversation.Turn;
import clda.dialogue.Refused;
import clda.effects.EffectClass;
import clda.json.Json;
import clda.kit.OtlpReceiver;
import clda.kit.RecordingTool;
import clda.kit.memory.MemoryEngine;
import clda.kit.memory.MemoryStore;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelProfile;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.routing.ModelRouter;
import clda.llm.routing.NamedModel;
import clda.llm.routing.RetryBudget;
import clda.logging.CapturedLog;
import clda.metrics.ModelMeters;
import clda.metrics.Scrape;
import clda.metrics.TurnMeters;
import clda.security.Caller;
import clda.security.Role;
import clda.tools.Tool;
import clda.tools.ToolFailure;
import clda.traces.Sampling;
import com.fasterxml.jackson.databind.node.TextNode;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A thousand turns in which everything that anybody says, asks, answers or fails with has a mark: none of the marks is in what
 * a collector is sent, in the log or in the metrics.
 */
@Isolated("listens to what the whole process logs")
class CanaryTest {

    private static final int TURNS = 1_000;
    private static final int TURNS_OF_A_CONVERSATION = 20;
    private static final String MARK = "canary";
    private static final Caller CAROL = new Caller(MARK + "-user@example.com", MARK + "-tenant", Set.of(Role.USER));

    private final OtlpReceiver collector = new OtlpReceiver();
    private final Clock clock = Clock.systemUTC();
    private final Echo model = new Echo();
    private final Scrape scrape = new Scrape();
    private CapturedLog log;
    private Tracing tracing;
    private TurnSpans turns;
    private MemoryEngine engine;

    @BeforeEach
    void watchEverything() {
        log = CapturedLog.begin();
        ModelRouter router = new ModelRouter(
                List.of(new NamedModel(
                        "main",
                        model,
                        new ModelProfile(
                                EnumSet.allOf(ModelProfile.Capability.class),
                                32_000,
                                4_000,
                                1_000_000,
                                ModelProfile.Price.FREE),
                        Duration.ofMillis(1),
                        clock)),
                Map.of(),
                new RetryBudget());
        List<Tool> tools = List.of(
                RecordingTool.doing("look", EffectClass.READ, call -> TextNode.valueOf(MARK + "-result")),
                RecordingTool.doing("note", EffectClass.LOCAL_TX, call -> TextNode.valueOf(MARK + "-written")),
                RecordingTool.doing("echo", EffectClass.READ, call -> {
                    throw new EchoingFailure(MARK + "-library");
                }),
                RecordingTool.doing("refuse", EffectClass.READ, call -> {
                    throw new ToolFailure("invalid", "there is no " + MARK + "-thing");
                }),
                RecordingTool.doing("send", EffectClass.AT_MOST_ONCE, call -> {
                    throw new IllegalArgumentException("bad address", new EchoingFailure(MARK + "-mail"));
                }));
        engine = new MemoryEngine(new MemoryStore(), router, tools, clock);
        tracing = new Tracing(
                "1",
                "node-1",
                new Sampling(1),
                Export.to(URI.create(collector.endpoint()), Map.of("X-Key", "k")),
                clock);
        Set<String> names = tools.stream().map(tool -> tool.definition().name()).collect(Collectors.toSet());
        turns = new TurnSpans(tracing, names);
        engine.log().watch(turns);
        engine.log().watch(new TurnMeters(scrape.registry(), names, clock));
        router.watch(new ModelMeters(scrape.registry(), Set.of("main"), name -> false));
        router.watch(new ModelSpans(
                tracing,
                turns,
                Map.of("main", new ModelSpans.Asked("openai", "gpt", URI.create("http://localhost:1/v1"))),
                true));
    }

    @AfterEach
    void close() {
        engine.close();
        tracing.close();
        scrape.close();
        collector.close();
        log.close();
    }

    /** Answers, calls and fails in turn, and repeats what it was told in all of it. */
    private static final class Echo implements ModelClient {
        private int asked;

        @Override
        public String name() {
            return "echo";
        }

        @Override
        public synchronized ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            String arguments = "{\"text\":\"" + MARK + "-argument\",\"password\":\"" + MARK + "-password\"}";
            return switch (asked++ % 9) {
                case 0 -> call("look", arguments);
                case 1 -> call("note", arguments);
                case 2 -> call("echo", arguments);
                case 3 -> call("refuse", arguments);
                case 4 -> call("send", arguments);
                case 5 -> call(MARK + "_tool", arguments);
                case 6 ->
                    throw new ModelFailure(
                                    ModelFailure.Reason.INVALID_REQUEST,
                                    "the provider refuses the form of the request",
                                    new EchoingFailure(MARK + "-provider"))
                            .saying(null);
                case 7 -> throw new EchoingFailure(MARK + "-parser");
                default -> {
                    shown.text(MARK + "-answer");
                    yield ModelReply.text(MARK + " model\n", MARK + "-answer", null);
                }
            };
        }

        private static ModelReply call(String tool, String arguments) {
            try {
                return ModelReply.calls(
                        "gpt", List.of(new ModelReply.ProposedCall(tool, Json.MAPPER.readTree(arguments))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Many conversations at once, since some of their tools and models are tried again after a pause. */
    private void aThousandTurns() throws Exception {
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> talks = new ArrayList<>();
            for (int talk = 0; talk < TURNS / TURNS_OF_A_CONVERSATION; talk++) {
                talks.add(people.submit(this::talk));
            }
            for (Future<?> talk : talks) {
                talk.get();
            }
        }
        Awaitility.await("all turns at the collector")
                .atMost(Duration.ofSeconds(30))
                .until(() -> collector.named("invoke_agent clda").size() >= TURNS);
    }

    private void talk() {
        String conversation =
                engine.engine().conversations().create(CAROL, MARK + "-title").id();
        for (int turn = 0; turn < TURNS_OF_A_CONVERSATION; turn++) {
            String said = engine.engine().dialogue().say(CAROL, conversation, MARK + "-said " + turn, MARK + turn);
            Awaitility.await("turn " + said)
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(Refused.class)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> engine.engine()
                            .conversations()
                            .viewTurn(CAROL, conversation, said, Turn::state)
                            .settled());
        }
    }

    @Test
    void noMarkOfAThousandTurnsIsInTracesLogOrMetrics() throws Exception {
        aThousandTurns();

        String traces = collector.everything();
        assertThat(collector.spans()).hasSizeGreaterThan(4 * TURNS);
        assertThat(collector.keys()).containsOnly("k");
        assertThat(hits(traces)).as("in traces").isZero();
        assertThat(log.json()).contains("\"exception\":", "\"turn\":\"t");
        assertThat(hits(log.json())).as("in the log as JSON: %s", log.json()).isZero();
        assertThat(hits(log.text())).as("in the log for people").isZero();
        assertThat(hits(new String(scrape.answer(null).body(), StandardCharsets.UTF_8)))
                .as("in the metrics")
                .isZero();
        // The log of a server whose formatter is not ours would have told: else this test could not fail.
        assertThat(hits(log.unguarded())).isGreaterThan(100);
    }

    @Test
    void aMarkThatGetsIntoASpanIsFound() {
        tracing.span("invoke_agent", SpanKind.INTERNAL, clock.instant())
                .setAttribute("clda.said", MARK)
                .startSpan()
                .end();
        Awaitility.await().until(() -> !collector.spans().isEmpty());

        assertThat(hits(collector.everything())).isOne();
    }

    private static int hits(String text) {
        // Packages of the test have that name, too.
        return text.replace("canary.EchoingFailure", "").split(MARK, -1).length - 1;
    }
}
