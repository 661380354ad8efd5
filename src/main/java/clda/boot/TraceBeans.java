package clda.boot;

import clda.logging.Ids;
import clda.logging.ServerLog;
import clda.traces.RequestSpans;
import clda.web.SystemStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;

/** Traces, and the ids in the log, as beans. */
@ApplicationScoped
class TraceBeans {

    @Produces
    @Singleton
    Tracks tracks(
            Config config,
            Engine engine,
            ModelAccess models,
            Settings settings,
            NodeName node,
            SystemStatus status,
            Clock clock) {
        TraceSettings traces = TraceSettings.from(config);
        String name = node.get();
        Tracks tracks = traces.address()
                .map(endpoint -> Tracking.of(
                        endpoint,
                        traces,
                        engine,
                        models.router(),
                        settings.models().models(),
                        status.version(),
                        name,
                        clock))
                .orElse(Tracks.NONE);
        ServerLog.tell(() -> {
            Ids ids = Ids.current();
            return ids.fields(name, tracks.traceOf().apply(ids).orElse(null));
        });
        return tracks;
    }

    static void close(@Disposes Tracks tracks) {
        ServerLog.forget();
        tracks.end().run();
    }

    @Produces
    @Singleton
    RequestSpans requests(Tracks tracks) {
        return tracks.requests();
    }
}
