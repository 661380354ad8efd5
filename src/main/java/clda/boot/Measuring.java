package clda.boot;

import clda.conversation.ConversationHead;
import clda.events.IncomingTally;
import clda.llm.routing.ModelRouter;
import clda.metrics.IncomingMeters;
import clda.metrics.ModelMeters;
import clda.metrics.ProcessMeters;
import clda.metrics.ReleaseMeters;
import clda.metrics.RequestMeters;
import clda.metrics.Scrape;
import clda.metrics.StoreMeters;
import clda.metrics.TurnMeters;
import clda.metrics.TurnWitness;
import clda.metrics.WaitingMeters;
import clda.metrics.jpa.JpaWaiting;
import clda.release.Arms;
import clda.release.CanaryGuard;
import clda.security.limits.AtOnce;
import clda.security.limits.RateLimits;
import clda.store.jpa.JpaStore;
import clda.tools.ToolDefinition;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The meters of a server, connected to what they watch. */
final class Measuring implements AutoCloseable {

    private static final Duration COUNTED_EVERY = Duration.ofSeconds(10);

    private final MeterRegistry registry;
    private final JpaStore store;
    private final WaitingMeters waiting;
    private final ProcessMeters process;

    /**
     * @param router to the models; null if none is configured
     * @param models the configured names
     */
    Measuring(
            Scrape scrape,
            Engine engine,
            JpaStore store,
            @Nullable ModelRouter router,
            Set<String> models,
            RateLimits rates,
            AtOnce atOnce,
            RequestMeters requests,
            Arms arms,
            CanaryGuard guard,
            String version,
            Clock clock) {
        this.store = store;
        registry = scrape.registry();
        Set<String> tools =
                engine.tools().definitions().stream().map(ToolDefinition::name).collect(Collectors.toUnmodifiableSet());
        engine.log().watch(new TurnMeters(registry, tools, clock, new Guarded(guard)));
        new ReleaseMeters(registry, arms);
        Gauge.builder("clda.turns.running", () -> engine.dialogue().running())
                .description("Turns that run on this node")
                .strongReference(true)
                .register(registry);
        if (router != null) {
            router.watch(
                    new ModelMeters(registry, models, model -> router.troubles().containsKey(model)));
        }
        store.watch(new StoreMeters(registry, store, store, store::isStuck));
        rates.watch(requests);
        atOnce.watch(requests);
        waiting = new WaitingMeters(registry, new JpaWaiting(store), clock);
        process = new ProcessMeters(registry, version);
    }

    /** Shows the guard of the canary what the meters see. */
    private record Guarded(CanaryGuard guard) implements TurnWitness {
        @Override
        public void answered(ConversationHead of, Duration took) {
            guard.answered(of.canaryOf(), took);
        }

        @Override
        public void ended(ConversationHead of, boolean failed) {
            guard.ended(of.canaryOf(), failed);
        }
    }

    /** Counts what is waiting; skipped while the store is unavailable, since the count would block. */
    Engine.Chore chore() {
        return new Engine.Chore("counting what waits", COUNTED_EVERY, () -> {
            if (!store.away()) {
                waiting.look();
            }
        });
    }

    /** Shows what has become of events of other systems. */
    void incoming(IncomingTally tally) {
        new IncomingMeters(registry, tally);
    }

    @Override
    public void close() {
        process.close();
    }
}
