/** The spans, made with OpenTelemetry's SDK and sent by OTLP. Nothing of this package is loaded unless traces are on. */
@NullMarked
package clda.traces.otel;

import org.jspecify.annotations.NullMarked;
