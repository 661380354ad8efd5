package clda.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.MovableClock;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.security.limits.AtOnce;
import clda.security.limits.AtOnce.Kind;
import clda.security.limits.Door;
import clda.security.limits.Rate;
import clda.security.limits.RateLimits;
import clda.security.limits.Whose;
import clda.store.jpa.JpaWrite;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store and the limits tell of themselves. */
class WatchersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    Path dataDir;

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    void everyCommitIsMeasured() {
        try (SeEngine engine = new SeEngine.Options(dataDir, new ScriptedModel()).open()) {
            // Given
            engine.store().watch(new StoreMeters(registry, engine.store(), engine.store(), engine.store()::isStuck));
            long before = registry.get("clda.store.commit.duration").timer().count();

            // When
            for (int write = 0; write < 3; write++) {
                engine.store().write((JpaWrite) entities -> {});
            }

            // Then, besides what the node does to stay alive
            assertThat(registry.get("clda.store.commit.duration").timer().count() - before)
                    .isGreaterThanOrEqualTo(3);
            assertThat(registry.get("clda.store.writes").counter().count()).isGreaterThanOrEqualTo(3);
            assertThat(gauge("clda.store.up")).isEqualTo(1);
            assertThat(gauge("clda.node.stuck")).isZero();
            assertThat(gauge("clda.node.alone")).isEqualTo(1);
            assertThat(gauge("clda.node.epoch")).isEqualTo(engine.store().epoch());
        }
    }

    @Test
    void aRefusalIsCountedByTheNameOfItsLimit() {
        // Given
        AtOnce atOnce = new AtOnce(Map.of(Kind.STREAMS, 1));
        RateLimits rates = new RateLimits(
                RateLimits.Rules.DEFAULT.with(Door.LOGIN, Whose.ADDRESS, new Rate(1, Duration.ofHours(1))),
                new MovableClock(Instant.parse("2026-03-02T10:00:00Z")));
        RequestMeters meters = new RequestMeters(registry, atOnce);
        rates.watch(meters);
        atOnce.watch(meters);

        // When
        rates.take(Door.LOGIN, "192.0.2.1");
        rates.take(Door.LOGIN, "192.0.2.1");
        AtOnce.Held open = atOnce.take(Kind.STREAMS, "alice").orElseThrow();
        atOnce.take(Kind.STREAMS, "alice");
        atOnce.take(Kind.STREAMS, "bob");

        // Then
        assertThat(refusals("rate.login.address")).isEqualTo(1);
        assertThat(refusals("at-once.streams.person")).isEqualTo(1);
        assertThat(gauge("clda.streams.open")).isEqualTo(2);
        open.close();
        assertThat(gauge("clda.streams.open")).isEqualTo(1);
        assertThat(gauge("clda.sockets.open")).isZero();
    }

    private double refusals(String limit) {
        return registry.get("clda.refusals").tag("limit", limit).counter().count();
    }

    @Test
    void requestsAreCountedByWhatTheServerKnowsOfThem() {
        RequestMeters meters = new RequestMeters(registry, new AtOnce(Map.of()));

        meters.answered("GET", "/api/v1/conversations/{id}", 200, Duration.ofMillis(20));
        meters.answered("BREW", "other", 404, Duration.ofMillis(1));

        assertThat(registry.getMeters().stream()
                        .filter(meter -> meter.getId().getName().equals("clda.http.request.duration"))
                        .map(meter -> List.of(
                                meter.getId().getTag("method"),
                                meter.getId().getTag("route"),
                                meter.getId().getTag("status"))))
                .containsExactlyInAnyOrder(
                        List.of("GET", "/api/v1/conversations/{id}", "2xx"), List.of("other", "other", "4xx"));
    }
}
