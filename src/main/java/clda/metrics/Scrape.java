package clda.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** All meters of this process, and their output for Prometheus. */
public final class Scrape implements AutoCloseable {

    private static final int USUAL_SIZE = 64 * 1024;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ExpositionFormats formats = ExpositionFormats.init();

    /** @param type the media type of the body, with its version */
    public record Answer(String type, byte[] body) {}

    /** The registry to which meters are added. */
    public MeterRegistry registry() {
        return registry;
    }

    /**
     * The current values.
     *
     * @param accept the {@code Accept} header: OpenMetrics if it asks for that, otherwise Prometheus text 0.0.4
     */
    public Answer answer(@Nullable String accept) {
        ExpositionFormatWriter writer = formats.findWriter(accept);
        ByteArrayOutputStream body = new ByteArrayOutputStream(USUAL_SIZE);
        try {
            writer.write(body, registry.getPrometheusRegistry().scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("to memory", e);
        }
        return new Answer(writer.getContentType(), body.toByteArray());
    }

    @Override
    public void close() {
        registry.close();
    }
}
