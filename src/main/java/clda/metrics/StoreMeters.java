package clda.metrics;

import clda.store.CommitWatcher;
import clda.store.Membership;
import clda.store.StoreState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Measures the store and this node's membership in the cluster. */
public final class StoreMeters implements CommitWatcher {

    private final Timer commits;
    private final Counter writes;

    /** @param stuck whether the node cannot renew its lease although the database is available */
    public StoreMeters(MeterRegistry registry, StoreState state, Membership membership, BooleanSupplier stuck) {
        commits = Buckets.COMMIT
                .timer("clda.store.commit.duration", "Duration of transactions until they were durable")
                .register(registry);
        writes = Counter.builder("clda.store.writes")
                .description("Writes that were committed, several in one transaction")
                .register(registry);
        gauge(registry, "clda.store.up", "1 while the database answers, else 0", () -> state.away() ? 0 : 1);
        gauge(registry, "clda.node.epoch", "The number of this node's present membership", membership::epoch);
        gauge(
                registry,
                "clda.node.alone",
                "1 while no other node is known to be alive, else 0",
                () -> membership.alone() ? 1 : 0);
        gauge(
                registry,
                "clda.node.stuck",
                "1 while the node cannot renew its lease although the database is there, else 0",
                () -> stuck.getAsBoolean() ? 1 : 0);
    }

    private static void gauge(MeterRegistry registry, String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void committed(Duration took, int together) {
        commits.record(took);
        writes.increment(together);
    }
}
