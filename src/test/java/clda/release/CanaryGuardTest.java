package clda.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A node of the canary arm gives its release up by itself, and only that. */
class CanaryGuardTest {

    private static final Duration SLOW = Duration.ofSeconds(3);
    private static final long FIRST = 1;

    private final OneRelease book = new OneRelease(Map.of(Arm.STABLE, 1));
    private final List<String> reasons = new ArrayList<>();
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-28T10:00:00Z"), ZoneOffset.UTC);

    private final Arms canary = new Arms(book, Arm.CANARY, () -> 7);
    private final Releases releases = new Releases(book, canary, clock);
    private final CanaryGuard guard = new CanaryGuard(canary, clock, (release, reason) -> {
        reasons.add(reason);
        releases.giveUp(release, reason, ended -> List.of());
    });

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
    void aStableNodeGivesNothingUp() {
        Arms stable = new Arms(book, Arm.STABLE, () -> 8);
        CanaryGuard other = new CanaryGuard(stable, clock, (release, reason) -> reasons.add(reason));
        starts();
        stable.look();
        slowTurns(other, FIRST);

        other.look();

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
