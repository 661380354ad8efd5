package clda.metrics;

import clda.security.limits.AtOnce;
import clda.security.limits.RefusalWatcher;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;

/** Counts HTTP requests and WebSocket traffic, and what the limits refuse. */
public final class RequestMeters implements RefusalWatcher {

    private static final int MAX_ROUTES = 200;
    private static final int MAX_LIMITS = 60;
    private static final int PER_CLASS = 100;

    private final MeterRegistry registry;
    private final KnownNames methods =
            KnownNames.only(Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"));
    private final KnownNames routes = KnownNames.first(MAX_ROUTES);
    private final KnownNames limits = KnownNames.first(MAX_LIMITS);

    public RequestMeters(MeterRegistry registry, AtOnce atOnce) {
        this.registry = registry;
        open("clda.sockets.open", "Open WebSockets", atOnce, AtOnce.Kind.SOCKETS);
        open("clda.streams.open", "Open event streams", atOnce, AtOnce.Kind.STREAMS);
        open("clda.http.requests.open", "Requests that are being answered", atOnce, AtOnce.Kind.REQUESTS);
    }

    private void open(String name, String description, AtOnce atOnce, AtOnce.Kind kind) {
        Gauge.builder(name, () -> atOnce.count(kind))
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    /**
     * A request was answered.
     *
     * @param route the template of the operation's path, never the path itself
     */
    public void answered(String method, String route, int status, Duration took) {
        Buckets.REQUEST
                .timer("clda.http.request.duration", "Duration of requests until they were answered, without streams")
                .tag("method", methods.of(method))
                .tag("route", routes.of(route))
                .tag("status", status / PER_CLASS + "xx")
                .register(registry)
                .record(took);
    }

    @Override
    public void refused(String limit) {
        Counter.builder("clda.refusals")
                .description("Requests, messages and bodies that a limit refused")
                .tag("limit", limits.of(limit))
                .register(registry)
                .increment();
    }
}
