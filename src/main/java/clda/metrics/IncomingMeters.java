package clda.metrics;

import clda.events.IncomingTally;
import clda.events.IncomingTally.Kind;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Shows what has become of the events of other systems on this node, how many wait for it, and whether it can read them. */
public final class IncomingMeters {

    public IncomingMeters(MeterRegistry registry, IncomingTally tally) {
        for (Kind kind : Kind.values()) {
            FunctionCounter.builder("clda.incoming.events", tally, counted -> counted.count(kind))
                    .description("Events of other systems by what became of them")
                    .tag("outcome", kind.word())
                    .register(registry);
        }
        Gauge.builder("clda.incoming.lag", tally::lag)
                .description("Events of other systems that wait for this node")
                .strongReference(true)
                .register(registry);
        Gauge.builder("clda.incoming.connected", () -> tally.isConnected() ? 1 : 0)
                .description("1 while this node can read the events of other systems")
                .strongReference(true)
                .register(registry);
    }
}
