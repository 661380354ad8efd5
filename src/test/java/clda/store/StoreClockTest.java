package clda.store;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.MovableClock;
import clda.kit.Said;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A node whose clock is not the database's. */
@Isolated("listens to what the whole process logs")
class StoreClockTest {

    private static final Instant TRUE = Instant.parse("2026-03-02T10:00:00Z");

    private final MovableClock node = new MovableClock(TRUE);
    private final StoreClock clock = new StoreClock(node);

    /** The database's clock is that much ahead of the node's; its answer takes its way there and back. */
    private void looks(Duration ahead, Duration there, Duration back) {
        clock.look(() -> {
            pass(there);
            long now = node.instant().plus(ahead).toEpochMilli();
            pass(back);
            return now;
        });
    }

    private void pass(Duration time) {
        node.set(node.instant().plus(time));
    }

    private Duration aheadOfTheNode() {
        return Duration.between(node.instant(), clock.instant());
    }

    @Test
    void theTimeIsTheDatabases() {
        looks(Duration.ofSeconds(-7), Duration.ZERO, Duration.ZERO);

        assertThat(aheadOfTheNode()).isEqualTo(Duration.ofSeconds(-7));
    }

    @Test
    void theTimeIsNeverAheadOfTheDatabasesHoweverLongAnswersTake() {
        Duration ahead = Duration.ofSeconds(17);
        for (int look = 0; look < 100; look++) {
            looks(ahead, Duration.ofMillis(look * 7 % 50), Duration.ofMillis(look * 13 % 400));

            assertThat(aheadOfTheNode()).isLessThanOrEqualTo(ahead);
            assertThat(aheadOfTheNode()).isGreaterThan(ahead.minusMillis(450));
        }
    }

    @Test
    void anAnswerThatTookTooLongSaysNothing() {
        looks(Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO);

        looks(Duration.ofSeconds(90), Duration.ofSeconds(1), Duration.ofSeconds(30));

        assertThat(aheadOfTheNode()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aClockThatIsPutRightIsFollowed() {
        looks(Duration.ofSeconds(20), Duration.ZERO, Duration.ZERO);

        for (int look = 0; look < 8; look++) {
            looks(Duration.ZERO, Duration.ZERO, Duration.ZERO);
        }

        assertThat(aheadOfTheNode()).isEqualTo(Duration.ZERO);
        assertThat(clock.isTooFarOff()).isFalse();
    }

    @Test
    void moreThanTwoSecondsAreAWarningThatIsSaidOnceAndMoreThanTenAreNotReady() {
        try (Said said = Said.by(StoreClock.class)) {
            looks(Duration.ofMillis(1_900), Duration.ZERO, Duration.ZERO);
            assertThat(said.lines()).isEmpty();

            looks(Duration.ofMillis(2_100), Duration.ZERO, Duration.ZERO);
            for (int look = 0; look < 10; look++) {
                looks(Duration.ofMillis(2_100), Duration.ZERO, Duration.ZERO);
            }
            assertThat(said.lines()).hasSize(1).first().asString().contains("behind");
            assertThat(clock.isTooFarOff()).isFalse();

            for (int look = 0; look < 10; look++) {
                looks(Duration.ofMillis(-10_100), Duration.ZERO, Duration.ZERO);
            }
            assertThat(said.lines()).hasSize(2).last().asString().contains("ahead of", "not ready");
            assertThat(clock.isTooFarOff()).isTrue();
        }
    }
}
