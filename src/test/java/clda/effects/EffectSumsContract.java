package clda.effects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.effects.EffectLedger.SumReached;
import clda.effects.jpa.JpaEffectLedger;
import clda.kit.MovableClock;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.security.Damages;
import clda.security.RowSeals;
import clda.store.Write;
import clda.store.jpa.JpaWrite;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What effects add up to, in a database. */
abstract class EffectSumsContract {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final String ORDER = "0".repeat(64);

    @TempDir
    Path dataDir;

    private final MovableClock clock = new MovableClock(NOON);
    private SeEngine engine;
    private Damages damages;
    private EffectLedger ledger;

    abstract TestDatabase database();

    @BeforeEach
    void open() {
        engine = SeEngine.on(dataDir, database());
        damages = new Damages(clock);
        ledger = ledger(engine);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private EffectLedger ledger(SeEngine node) {
        return new JpaEffectLedger(node.store(), new RowSeals(engine.keyRing(), damages), clock);
    }

    private static Charge charge(String amount, Duration within) {
        return new Charge(ORDER, true, new BigDecimal(amount), new BigDecimal("100.00"), within);
    }

    private static Charge charge(String amount) {
        return charge(amount, null);
    }

    private Effect effect(String key, String undoes) {
        return new Effect(
                key,
                "default",
                "c1",
                "t1",
                key,
                "pay",
                EffectClass.KEYED,
                "hash",
                Effect.State.INTENT,
                undoes,
                0,
                null,
                clock.instant());
    }

    private void write(Write... writes) {
        engine.store().write(Arrays.stream(writes).map(JpaWrite.class::cast).toList());
    }

    private void adds(String key, String amount) {
        write(ledger.intend(effect(key, null), List.of(charge(amount))));
    }

    private void ends(String key, Effect.State state) {
        write(ledger.dispatch(key, 1), ledger.settle(key, 1, state));
    }

    private boolean hasRoomFor(String amount) {
        return ledger.reached(List.of(charge(amount))).isEmpty();
    }

    @Test
    void aSumIsFilledExactlyAndNoFurther() {
        adds("e1", "0.1");
        adds("e2", "0.2");
        adds("e3", "99.7");

        assertThat(hasRoomFor("0")).isTrue();
        assertThat(hasRoomFor("0.000001")).isFalse();
        assertThatThrownBy(() -> adds("e4", "0.01")).isInstanceOf(SumReached.class);
        assertThat(ledger.find("e4")).isEmpty();
    }

    @Test
    void whatHasNotHappenedIsOutAndWhatIsUnknownIsIn() {
        adds("e1", "40");
        adds("e2", "40");
        ends("e1", Effect.State.UNKNOWN);
        ends("e2", Effect.State.FAILED);
        assertThat(hasRoomFor("60")).isTrue();
        assertThat(hasRoomFor("60.01")).isFalse();

        write(ledger.resolve("e1", Effect.State.FAILED, "carol"));

        assertThat(hasRoomFor("100")).isTrue();
    }

    @Test
    void whatIsTakenBackIsOutOnceThatIsCertain() {
        adds("e1", "100");
        write(ledger.intend(effect("u1", "e1"), List.of()), ledger.dispatch("u1", 1));
        assertThat(hasRoomFor("1")).isFalse();

        write(ledger.settle("u1", 1, Effect.State.DONE));

        assertThat(hasRoomFor("100")).isTrue();
    }

    @Test
    void aSumOfADayIsFreeAgainAfterIt() {
        Duration day = Duration.ofHours(24);
        write(ledger.intend(effect("e1", null), List.of(charge("70", day), charge("70", Duration.ofHours(1)))));
        clock.set(NOON.plus(day).minusMillis(1));
        assertThat(ledger.reached(List.of(charge("70", day)))).isPresent();
        assertThat(ledger.reached(List.of(charge("70", Duration.ofHours(1))))).isEmpty();

        clock.set(NOON.plus(day));
        assertThat(ledger.reached(List.of(charge("70", day)))).isEmpty();
        write(ledger.intend(effect("e2", null), List.of(charge("70", day))));

        assertThat(ledger.reached(List.of(charge("70", day)))).isPresent();
        assertThat(hasRoomFor("0")).isFalse();
        assertThat(damages.all()).isEmpty();
    }

    @Test
    void ofManyAtOnceOnlyThoseSucceedThatFitTogether() throws Exception {
        try (SeEngine other = another();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            EffectLedger there = ledger(other);
            List<Future<Boolean>> tries = IntStream.range(0, 40)
                    .mapToObj(i -> threads.submit(() -> {
                        boolean here = i % 2 == 0;
                        (here ? ledger : there).reached(List.of(charge("1")));
                        try {
                            (here ? engine : other).store().write((JpaWrite)
                                    (here ? ledger : there).intend(effect("e" + i, null), List.of(charge("9.50"))));
                            return true;
                        } catch (SumReached full) {
                            return false;
                        }
                    }))
                    .toList();
            int taken = 0;
            for (Future<Boolean> one : tries) {
                taken += one.get() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(10);
            // Whoever looks meanwhile does not take what is being added for damage.
            assertThat(damages.all()).isEmpty();
        }
    }

    /** Another node on the same database. */
    abstract SeEngine another();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from effect_sum where number = 1",
                "delete from effect_sum where number = 2",
                "delete from effect_sum where number = 3",
                "delete from effect_sum",
                "delete from effect_sum_scope",
                "delete from effect where effect_key = 'e2'",
                "update effect_sum set amount = 1 where number = 2",
                "update effect_sum set amount = -90000000 where number = 2",
                "update effect_sum set made_at = 1 where number = 3",
                "update effect_sum set made_at = 1",
                "update effect_sum set effect_key = 'e1' where number = 3",
                "update effect_sum set scope = 'x' where number = 3",
                "update effect_sum set number = 9 where number = 3",
                "update effect_sum_scope set last_number = 2",
                "update effect_sum_scope set last_number = 0",
                "update effect_sum_scope set scope = 'x'",
                "update effect set state = 'FAILED'",
                "update effect set state = 'FAILED' where effect_key = 'e3'"
            })
    void whoeverChangesASumInTheDatabaseGainsNoRoom(String change) {
        for (String key : List.of("e1", "e2", "e3")) {
            write(ledger.intend(effect(key, null), List.of(charge("30", Duration.ofHours(24)))));
        }

        write((JpaWrite) entities -> entities.createNativeQuery(change).executeUpdate());

        assertThat(ledger.reached(List.of(charge("10.01", Duration.ofHours(24)))))
                .isPresent();
        assertThatThrownBy(
                        () -> write(ledger.intend(effect("e4", null), List.of(charge("10.01", Duration.ofHours(24))))))
                .isInstanceOf(SumReached.class);
        assertThat(damages.all()).isNotEmpty();
    }

    @Test
    void anUndoThatWasWrittenIntoTheDatabaseTakesNothingBack() {
        adds("e1", "100");
        adds("e2", "0");

        write((JpaWrite) entities -> entities.createNativeQuery(
                        "update effect set undoes_key = 'e1', state = 'DONE' where effect_key = 'e2'")
                .executeUpdate());

        assertThat(hasRoomFor("1")).isFalse();
    }
}
