package clda.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clda.boot.RandomIds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which conversations begin in the canary arm. */
class ShareTest {

    private static final int IDS = 100_000;

    private final List<String> ids =
            Stream.generate(new RandomIds()::get).limit(IDS).toList();

    @Test
    void aTenthOfAHundredThousandConversationsIsInTheCanaryArm() {
        assertThat(percent(1_000)).isCloseTo(10.0, within(0.5));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 100, 2_500, 10_000})
    void otherSharesAreKeptAsWell(int share) {
        assertThat(percent(share)).isCloseTo(share / 100.0, within(0.5));
    }

    @Test
    void aLargerShareHasWhateverASmallerOneHad() {
        assertThat(ids.stream().filter(id -> Share.has(id, 1_000))).allMatch(id -> Share.has(id, 2_000));
    }

    @Test
    void allAreAllAndTheSameIdIsChosenEachTime() {
        assertThat(ids).allMatch(id -> Share.has(id, Release.ALL));
        assertThat(Share.has("b3f1c2d4", 1_000)).isEqualTo(Share.has("b3f1c2d4", 1_000));
    }

    private double percent(int share) {
        return 100.0 * ids.stream().filter(id -> Share.has(id, share)).count() / IDS;
    }
}
