package clda.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.kit.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A node of the canary arm gives its release up by itself, and only that. */
class CanaryGuardTest {

    private static final Duration SLOW = Duration.ofSeconds(3);
    private static final long FIRST = 1;

    private final Map<Arm, Integer> others = new EnumMap<>(Map.of(Arm.STABLE, 1));
    private final OneRelease book = new OneRelease(others);
    private final List<String> reasons = new ArrayList<>();
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-28T10:00:00Z"));

    private final Arms canary = new Arms(book, Arm.CANARY, () -> 7);
    private final Releases releases = new Releases(book, canary, clock);
    private final CanaryGuard guard = new CanaryGuard(canary, clock, this::rollBack);

    private final Arms stable = new Arms(book, Arm.STABLE, () -> 8);
    private final CanaryGuard stableGuard = new CanaryGuard(stable, clock, this::rollBack);

    private void rollBack(long release, String reason) {
        reasons.add(reason);
        releases.giveUp(release, reason, ended -> List.of());
    }

    private void starts() {
        releases.start(Releases.TEN_PERCENT, "admin", release -> List.of());
    }

    private static void slowTurns(CanaryGuard guard, @Nullable Long canaryOf) {
        for (int i = 0; i < 40; i++) {
            guard.answered(canaryOf, SLOW);
            guard.ended(canaryOf, false);
        }
    }

    @Test
    void aSlowCanaryIsRolledBackOnceAndSaysWhy() {
        starts();
        slowTurns(guard, FIRST);

        guard.look();
        guard.look();

        assertThat(reasons)
                .containsExactly(
                        "40 of 40 turns of the canary arm showed nothing within 2 s in 1 min; at most 40 % may");
        assertThat(book.latest()).hasValueSatisfying(ended -> {
            assertThat(ended.state()).isEqualTo(Release.State.ROLLED_BACK);
            assertThat(ended.endedBy()).isEqualTo("server");
            assertThat(ended.reason()).isEqualTo(reasons.getFirst());
        });
    }

    @Test
    void aFailingCanaryIsRolledBack() {
        starts();
        for (int i = 0; i < 30; i++) {
            guard.ended(FIRST, i % 2 == 0);
        }

        guard.look();

        assertThat(reasons).containsExactly("15 of 30 turns of the canary arm failed in 1 min; at most 25 % may");
    }

    @Test
    void stableTurnsSayNothingOfTheCanary() {
        starts();
        slowTurns(guard, null);

        guard.look();

        assertThat(reasons).isEmpty();
    }

    @Test
    void aStableNodeDoesNotJudgeByTurns() {
        starts();
        others.put(Arm.CANARY, 1);
        stable.look();
        slowTurns(stableGuard, FIRST);

        stableGuard.look();

        assertThat(reasons).isEmpty();
    }

    /** A stable node, and how many canary nodes there are at each second. */
    private void stableNodeSees(int seconds, IntUnaryOperator canaries) {
        for (int second = 0; second < seconds; second++) {
            others.put(Arm.CANARY, canaries.applyAsInt(second));
            others.values().remove(0);
            stable.look();
            stableGuard.look();
            clock.set(clock.instant().plusSeconds(1));
        }
    }

    @Test
    void aCanaryThatDoesNotComeBackIsRolledBack() {
        starts();
        stableNodeSees(300, second -> 1);

        stableNodeSees(179, second -> 0);
        assertThat(reasons).isEmpty();
        stableNodeSees(1, second -> 0);

        assertThat(reasons).containsExactly("the canary arm had no node for 3 of the last 10 minutes");
        assertThat(book.latest())
                .hasValueSatisfying(ended -> assertThat(ended.state()).isEqualTo(Release.State.ROLLED_BACK));
    }

    @Test
    void aCanaryThatCrashesAgainAndAgainIsRolledBack() {
        starts();

        stableNodeSees(600, second -> second % 60 < 40 ? 1 : 0);

        assertThat(reasons).containsExactly("the canary arm had no node for 3 of the last 10 minutes");
    }

    @Test
    void aCanaryThatIsReplacedEachQuarterOfAnHourGoesOn() {
        starts();

        stableNodeSees(3_600, second -> second % 900 < 780 ? 1 : 0);

        assertThat(reasons).isEmpty();
    }

    @Test
    void aReleaseThatHasBegunMeanwhileIsNotGivenUpForTheOneBefore() {
        starts();
        releases.end(Release.State.ROLLED_BACK, "admin", null, release -> List.of());
        starts();

        assertThatThrownBy(() -> releases.giveUp(FIRST, "slow", release -> List.of()))
                .isInstanceOf(ReleaseBook.Changed.class);
        assertThat(book.latest())
                .hasValueSatisfying(next -> assertThat(next.isRunning()).isTrue());
    }

    @Test
    void theNextReleaseBeginsWithACleanSlate() {
        starts();
        slowTurns(guard, FIRST);
        guard.look();

        starts();
        guard.look();

        assertThat(reasons).hasSize(1);
        assertThat(book.latest())
                .hasValueSatisfying(next -> assertThat(next.isRunning()).isTrue());
    }
}
