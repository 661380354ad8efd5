package clda.traces.otel;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Sends spans to a collector, by OTLP over HTTP with protobuf. They wait in a queue that is bounded: while the collector is
 * away or slow, those that do not fit are lost, and nobody waits for it.
 */
public final class Export {

    /** Spans that wait at most; a few megabytes. */
    private static final int MAX_QUEUE = 4_096;

    private static final int MAX_BATCH = 512;
    private static final Duration SENT_EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Export() {}

    /**
     * @param endpoint the whole address, such as {@code http://localhost:4318/v1/traces}
     * @param headers for each request, such as those with which the collector knows this server
     */
    public static SpanProcessor to(URI endpoint, Map<String, String> headers) {
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString())
                .setCompression("gzip")
                .setConnectTimeout(PATIENCE)
                .setTimeout(PATIENCE)
                // What could not be sent is lost: a retry would only hold up what comes next.
                .setRetryPolicy(null);
        headers.forEach(exporter::addHeader);
        return BatchSpanProcessor.builder(exporter.build())
                .setMaxQueueSize(MAX_QUEUE)
                .setMaxExportBatchSize(MAX_BATCH)
                .setScheduleDelay(SENT_EVERY)
                .setExporterTimeout(PATIENCE)
                .build();
    }
}
