package clda.boot;

import clda.boot.ModelSettings.Model;
import clda.llm.routing.ModelRouter;
import clda.tools.ToolDefinition;
import clda.traces.otel.Export;
import clda.traces.otel.HttpSpans;
import clda.traces.otel.ModelSpans;
import clda.traces.otel.Tracing;
import clda.traces.otel.TurnSpans;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Connects traces with what they watch. Loaded only if traces are on, and with it the libraries for them. */
final class Tracking {

    private Tracking() {}

    /** @param router to the models; null if none is configured */
    static Tracks of(
            URI endpoint,
            TraceSettings settings,
            Engine engine,
            @Nullable ModelRouter router,
            List<Model> models,
            String version,
            String node,
            Clock clock) {
        Tracing tracing =
                new Tracing(version, node, settings.sampling(), Export.to(endpoint, settings.headers()), clock);
        Set<String> tools =
                engine.tools().definitions().stream().map(ToolDefinition::name).collect(Collectors.toUnmodifiableSet());
        TurnSpans turns = new TurnSpans(tracing, tools);
        engine.log().watch(turns);
        if (router != null) {
            Map<String, ModelSpans.Asked> asked = models.stream()
                    .collect(Collectors.toMap(
                            Model::name,
                            model -> new ModelSpans.Asked(provider(model), model.model(), model.baseUrl())));
            router.watch(new ModelSpans(tracing, turns, asked, settings.passedOn()));
        }
        return new Tracks(
                new HttpSpans(tracing, settings.callers()),
                ids -> turns.traceId(ids.conversation(), ids.turn()),
                () -> {
                    turns.close();
                    tracing.close();
                });
    }

    /** As the conventions name it, by the API that is spoken. */
    private static String provider(Model model) {
        return switch (model.provider()) {
            case OPENAI, OPENAI_RESPONSES -> "openai";
            case ANTHROPIC -> "anthropic";
            case OLLAMA -> "ollama";
        };
    }
}
