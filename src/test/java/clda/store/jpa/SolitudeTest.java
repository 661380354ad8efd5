package clda.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Being alone: known from looks that count for three seconds. */
class SolitudeTest {

    private final Solitude solitude = new Solitude(Duration.ofSeconds(3));

    private static long seconds(double seconds) {
        return (long) (seconds * 1_000_000_000);
    }

    private void looks(double at, boolean alone) {
        solitude.looked(seconds(at), seconds(at), alone);
    }

    private long at(double seconds) {
        return solitude.at(seconds(seconds), true);
    }

    @Test
    void nobodyIsAloneBeforeLooking() {
        assertThat(at(0)).isZero();
    }

    @Test
    void itIsOneTimeAloneAsLongAsLooksFollowEachOther() {
        looks(0, true);
        looks(1.5, true);
        looks(3, true);

        assertThat(at(4)).isEqualTo(1);
    }

    @Test
    void whoeverCameAndWentInTheMeantimeEndsIt() {
        looks(0, true);
        looks(1.5, false);
        assertThat(at(2)).isZero();
        looks(3, true);

        assertThat(at(3)).isEqualTo(2);
    }

    @Test
    void aLookDoesNotCountForLong() {
        looks(0, true);

        assertThat(at(2.9)).isEqualTo(1);
        assertThat(at(3)).isZero();
    }

    @Test
    void anotherNodeMayHaveComeAndGoneBetweenTwoLooksThatAreFarApart() {
        looks(0, true);
        looks(3, true);

        assertThat(at(3)).isEqualTo(2);
    }

    @Test
    void aLookCountsFromItsBeginningAndIsLateByItsEnd() {
        looks(0, true);
        solitude.looked(seconds(1), seconds(3), true);

        assertThat(at(3.9)).isEqualTo(2);
        assertThat(at(4)).isZero();
    }

    @Test
    void theLastLookCountsWhileNobodyCanLook() {
        looks(0, true);

        assertThat(solitude.at(seconds(60), false)).isEqualTo(1);
    }

    @Test
    void nobodyIsAloneAfterJoiningAnewBeforeLookingAgain() {
        looks(0, true);
        solitude.ends();
        assertThat(at(1)).isZero();
        looks(1, true);

        assertThat(at(1)).isEqualTo(2);
    }
}
