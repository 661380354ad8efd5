package clda.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows what is waiting in the store, as last counted: a scrape does not query the database, so that it is answered even while
 * the database is unavailable.
 */
public final class WaitingMeters {

    private final Supplier<WaitingCounts> count;
    private volatile WaitingCounts last = WaitingCounts.NOTHING;

    public WaitingMeters(MeterRegistry registry, Supplier<WaitingCounts> count, Clock clock) {
        this.count = count;
        gauge(
                registry,
                "clda.effects.unknown",
                "Effects of which nobody knows whether they happened, and undos that failed",
                Tags.empty(),
                WaitingCounts::unknownEffects);
        gauge(registry, "clda.approvals.waiting", "Questions for approval", Tags.empty(), WaitingCounts::approvals);
        String tasks = "Background tasks that have not ended";
        gauge(registry, "clda.tasks.open", tasks, Tags.of("state", "waiting"), WaitingCounts::tasksWaiting);
        gauge(registry, "clda.tasks.open", tasks, Tags.of("state", "running"), WaitingCounts::tasksRunning);
        gauge(
                registry,
                "clda.outbox.events",
                "Events for other systems that were not delivered yet",
                Tags.empty(),
                WaitingCounts::events);
        Gauge.builder("clda.outbox.oldest.age", () -> age(last.oldestEvent(), clock))
                .description("Age of the oldest event that was not delivered yet; 0 if there is none")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
        gauge(
                registry,
                "clda.dead.letters",
                "Events for the webhook that were refused too often and wait for an administrator",
                Tags.empty(),
                WaitingCounts::deadLetters);
    }

    private void gauge(
            MeterRegistry registry, String name, String description, Tags tags, Function<WaitingCounts, Long> value) {
        Gauge.builder(name, () -> value.apply(last))
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    private static double age(@Nullable Instant oldest, Clock clock) {
        return oldest == null ? 0 : TurnMeters.between(oldest, clock.instant()).toMillis() / 1_000.0;
    }

    /** Counts again; to be called periodically. */
    public void look() {
        last = count.get();
    }
}
