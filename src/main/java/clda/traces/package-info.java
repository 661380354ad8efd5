/**
 * Traces: what happened in a turn, as spans for OpenTelemetry. Watches the others through their watchers and is known to the
 * doors only. Holds ids, names from the configuration, counts and times, and nothing that anybody said.
 */
@AppModule(uses = {"conversation", "llm", "logging", "net"})
@NullMarked
package clda.traces;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
