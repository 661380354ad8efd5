package clda.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.MovableClock;
import clda.release.Arm;
import clda.release.Arms;
import clda.release.OneRelease;
import clda.release.Release;
import clda.release.Releases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a scraper is told of a release. */
class ReleaseMetersTest {

    private static final long FIRST = 1;
    private static final Instant NIGHT = Instant.parse("2026-03-02T02:00:00Z");

    private final OneRelease book = new OneRelease(Map.of(Arm.CANARY, 1));
    private final Arms arms = new Arms(book, Arm.STABLE, () -> 7);
    private final Releases releases = new Releases(book, arms, new MovableClock(NIGHT));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void shown() {
        new ReleaseMeters(registry, arms);
    }

    private double givenUpAt() {
        return registry.get("clda.release.given.up.time").gauge().value();
    }

    private void starts() {
        releases.start(Releases.TEN_PERCENT, "admin", release -> List.of());
    }

    private void givesUp() {
        releases.giveUp(FIRST, "Its turns fail.", release -> List.of());
    }

    @Test
    void aReleaseThatTheServerRollsBackByItselfSaysWhen() {
        // Given
        starts();
        assertThat(givenUpAt()).isZero();

        // When
        givesUp();

        // Then
        assertThat(givenUpAt()).isEqualTo(NIGHT.getEpochSecond());
    }

    @Test
    void oneThatSomebodyEndsIsNotGivenUp() {
        for (Release.State ended : List.of(Release.State.ROLLED_BACK, Release.State.PROMOTED)) {
            // Given
            starts();

            // When
            releases.end(ended, "admin", null, release -> List.of());

            // Then
            assertThat(givenUpAt()).isZero();
        }
    }

    @Test
    void theNextReleaseIsNotBlamedForTheOneBefore() {
        // Given
        starts();
        givesUp();

        // When
        starts();

        // Then
        assertThat(givenUpAt()).isZero();
    }

    @Test
    void whereThereNeverWasAReleaseNoneIsGivenUp() {
        assertThat(givenUpAt()).isZero();
    }
}
