package clda.traces.otel;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.OtlpReceiver;
import clda.kit.Ports;
import clda.traces.Sampling;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a collector is sent, and what happens without one. */
class ExportTest {

    private static final int SPANS = 50_000;

    private static Tracing to(String endpoint) {
        return new Tracing(
                "1", "n", new Sampling(1), Export.to(URI.create(endpoint), Map.of("X-Key", "k")), Clock.systemUTC());
    }

    private static Duration madeMany(Tracing tracing) {
        long began = System.nanoTime();
        for (int span = 0; span < SPANS; span++) {
            tracing.span("step", SpanKind.INTERNAL, tracing.now()).startSpan().end();
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void aCollectorIsSentSpansWithItsHeaders() {
        try (OtlpReceiver collector = new OtlpReceiver();
                Tracing tracing = to(collector.endpoint())) {
            tracing.span("step", SpanKind.INTERNAL, tracing.now()).startSpan().end();

            Awaitility.await().until(() -> collector.named("step").size() == 1);
            assertThat(collector.keys()).containsExactly("k");
            assertThat(collector.everything()).contains("service.name", "clda", "https://opentelemetry.io/schemas/");
        }
    }

    @Test
    void aCollectorThatIsAwayHoldsNobodyUp() {
        long began = System.nanoTime();
        try (Tracing tracing = to("http://127.0.0.1:" + Ports.free() + "/v1/traces")) {
            assertThat(madeMany(tracing)).isLessThan(Duration.ofSeconds(10));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void aCollectorThatNeverAnswersHoldsNobodyUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            long began = System.nanoTime();
            try (Tracing tracing = to("http://127.0.0.1:" + silent.getLocalPort() + "/v1/traces")) {
                assertThat(madeMany(tracing)).isLessThan(Duration.ofSeconds(10));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        }
    }
}
