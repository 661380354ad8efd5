package clda.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import clda.effects.Effect;
import clda.effects.EffectClass;
import clda.effects.EffectLedger;
import clda.events.Outbox;
import clda.events.OutgoingEvent;
import clda.events.jpa.JpaOutbox;
import clda.kit.Clda;
import clda.kit.MovableClock;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.metrics.jpa.JpaWaiting;
import clda.store.jpa.JpaWrite;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits in the store is counted over all tenants. */
abstract class WaitingContract {

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

    @TempDir
    Path dataDir;

    private final MovableClock clock = new MovableClock(NOW);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScriptedModel model = new ScriptedModel();
    private Clda clda;
    private SeEngine engine;
    private WaitingMeters meters;

    abstract TestDatabase database();

    @BeforeEach
    void open() {
        clda = Clda.opens(new SeEngine.Options(dataDir, model).database(database()));
        engine = clda.engine();
        meters = new WaitingMeters(registry, new JpaWaiting(engine.store()), clock);
    }

    @AfterEach
    void close() {
        clda.close();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    void nothingWaitsInAFreshStore() {
        meters.look();

        assertThat(registry.getMeters()).hasSize(7).allSatisfy(meter -> assertThat(
                        meter.measure().iterator().next().getValue())
                .as(meter.getId().getName())
                .isZero());
    }

    @Test
    void whatWaitsIsCounted() {
        // Given a question, an effect of which nobody knows, and events of two tenants, one of them set aside
        model.callsTool("send_email", "{\"to\":\"bob@example.com\",\"subject\":\"Hi\",\"body\":\"Hello\"}");
        clda.says("mail bob");
        effectOfWhichNobodyKnows();
        Outbox outbox = new JpaOutbox(engine.store(), engine.seals());
        OutgoingEvent old = new OutgoingEvent("default", "c1", 1, "t1", "turn.started", NOW.minusSeconds(90));
        OutgoingEvent late = new OutgoingEvent("elsewhere", "c2", 1, "t1", "turn.started", NOW);
        OutgoingEvent refused = new OutgoingEvent("elsewhere", "c3", 1, "t1", "turn.started", NOW);
        engine.store().write((JpaWrite) outbox.put(List.of(old, late, refused)));
        outbox.settle(List.of(), List.of(), List.of(new Outbox.Refusal(refused, 12, "410")), NOW);

        // When
        meters.look();

        // Then
        assertThat(gauge("clda.approvals.waiting")).isEqualTo(1);
        assertThat(gauge("clda.effects.unknown")).isEqualTo(1);
        assertThat(gauge("clda.outbox.events")).isEqualTo(2);
        assertThat(gauge("clda.outbox.oldest.age")).isEqualTo(90);
        assertThat(gauge("clda.dead.letters")).isEqualTo(1);
        clock.set(NOW.plus(Duration.ofMinutes(1)));
        assertThat(gauge("clda.outbox.oldest.age")).as("without counting anew").isEqualTo(150);
    }

    private void effectOfWhichNobodyKnows() {
        EffectLedger ledger = engine.engine().ledger();
        Effect effect = new Effect(
                "k1",
                "elsewhere",
                "c9",
                "t1",
                "t1-c1",
                "pay",
                EffectClass.AT_MOST_ONCE,
                "hash",
                Effect.State.INTENT,
                null,
                0,
                null,
                NOW);
        engine.store()
                .write(List.of(
                        (JpaWrite) ledger.intend(effect, List.of()),
                        (JpaWrite) ledger.dispatch("k1", engine.store().epoch()),
                        (JpaWrite) ledger.settle("k1", engine.store().epoch(), Effect.State.UNKNOWN)));
    }
}
