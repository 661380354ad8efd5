package clda.traces.otel;

import clda.kit.Clda;
import clda.kit.SeEngine;
import clda.llm.ModelClient;
import clda.llm.ModelProfile;
import clda.llm.routing.ModelRouter;
import clda.llm.routing.NamedModel;
import clda.llm.routing.RetryBudget;
import clda.tools.ToolDefinition;
import clda.traces.Sampling;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A process with traces: an engine, and what it exports. */
final class Traced implements AutoCloseable {

    private static final ModelProfile PROFILE = new ModelProfile(
            EnumSet.allOf(ModelProfile.Capability.class), 32_000, 4_000, 1_000, ModelProfile.Price.FREE);

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final Tracing tracing;
    private final TurnSpans turns;
    private final SeEngine engine;
    private Clda clda;

    Traced(Path dataDir, ModelClient model, Sampling sampling, boolean passedOn) {
        Clock clock = Clock.systemUTC();
        tracing = new Tracing("1.2.3", "node-1", sampling, SimpleSpanProcessor.create(exported), clock);
        ModelRouter router = new ModelRouter(
                List.of(new NamedModel("main", model, PROFILE, Duration.ofSeconds(5), clock)),
                Map.of(),
                new RetryBudget());
        engine = new SeEngine.Options(dataDir, router).open();
        turns = new TurnSpans(
                tracing,
                engine.engine().tools().definitions().stream()
                        .map(ToolDefinition::name)
                        .collect(Collectors.toSet()));
        engine.engine().log().watch(turns);
        router.watch(new ModelSpans(
                tracing,
                turns,
                Map.of("main", new ModelSpans.Asked("openai", "gpt-5-mini", URI.create("https://llm.example:8443/v1"))),
                passedOn));
    }

    Traced(Path dataDir, ModelClient model) {
        this(dataDir, model, new Sampling(1), false);
    }

    Traced begins() {
        engine.start();
        clda = Clda.begins(engine);
        return this;
    }

    Traced goesOn(String conversationId) {
        engine.start();
        clda = Clda.in(engine, conversationId);
        return this;
    }

    Clda clda() {
        return clda;
    }

    Tracing tracing() {
        return tracing;
    }

    /** In the order in which they began. */
    List<SpanData> spans() {
        return exported.getFinishedSpanItems().stream()
                .sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
                .toList();
    }

    List<SpanData> named(String name) {
        return spans().stream().filter(span -> span.getName().equals(name)).toList();
    }

    SpanData one(String name) {
        List<SpanData> found = named(name);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " spans " + name + " in " + spans());
        }
        return found.getFirst();
    }

    /** As a crash leaves it: what runs is never exported. */
    void crashes() {
        clda.crashes();
    }

    /** As SIGTERM leaves it. */
    void stops() {
        turns.close();
        tracing.close();
        clda.crashes();
    }

    @Override
    public void close() {
        engine.close();
        tracing.close();
    }
}
