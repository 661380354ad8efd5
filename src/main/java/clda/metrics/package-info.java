/**
 * Metrics: what this node does, how long it takes and what waits, counted for Prometheus. Watches the others through their
 * watchers and is known to the doors only; the one module that knows Micrometer.
 */
@AppModule(uses = {"conversation", "events", "json", "llm", "release", "security", "store"})
@NullMarked
package clda.metrics;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
