package clda.security.limits;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SignInGuardTest {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final String HOME = "192.0.2.1";
    private static final String ELSEWHERE = "198.51.100.7";

    private final MovableClock clock = new MovableClock(NOON);
    private final SignInGuard guard = new SignInGuard(new InMemory(), clock);

    /** The contract in a few lines. */
    static final class InMemory implements SignInAttempts {
        private final Map<String, Tries> all = new HashMap<>();

        @Override
        public synchronized void change(
                Collection<String> subjects, Function<Map<String, Tries>, Map<String, Tries>> change) {
            Map<String, Tries> known = new HashMap<>(all);
            known.keySet().retainAll(subjects);
            all.keySet().removeAll(subjects);
            all.putAll(change.apply(known));
        }

        @Override
        public synchronized void forget(Instant before) {
            all.values().removeIf(tries -> tries.last().isBefore(before));
        }
    }

    private void wrong(String user, String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(guard.begin(user, address)).as("try " + i).isEmpty();
        }
    }

    @Test
    void afterFiveWrongTriesTheNextWaitsEachTimeTwiceAsLong() {
        wrong("alice", HOME, 5);
        Instant now = NOON;
        for (int wait = 1; wait <= 512; wait *= 2) {
            assertThat(guard.begin("alice", HOME)).contains(Duration.ofSeconds(wait));
            now = now.plusSeconds(wait);
            clock.set(now);
            wrong("alice", HOME, 1);
        }

        assertThat(guard.begin("alice", HOME)).contains(Duration.ofMinutes(15));
    }

    @Test
    void waitingIsNotMadeLongerByTryingMeanwhile() {
        wrong("alice", HOME, 5);
        for (int i = 0; i < 100; i++) {
            guard.begin("alice", HOME);
        }

        assertThat(guard.begin("alice", HOME)).contains(Duration.ofSeconds(1));
    }

    @Test
    void aStrangerDoesNotLockOutAPersonWhoIsElsewhere() {
        wrong("alice", ELSEWHERE, 5);

        assertThat(guard.begin("alice", ELSEWHERE)).isPresent();
        assertThat(guard.begin("alice", HOME)).isEmpty();
    }

    @Test
    void theSameNameWrittenOtherwiseIsTheSameAccount() {
        wrong("alice", HOME, 3);
        wrong(" ALICE ", HOME, 2);

        assertThat(guard.begin("Alice", HOME)).isPresent();
    }

    @Test
    void manyAddressesDoNotHelpToGuessOnePassword() {
        for (int i = 0; i < 40; i++) {
            assertThat(guard.begin("alice", "10.0.0." + i)).isEmpty();
        }

        assertThat(guard.begin("alice", "10.0.1.1")).isPresent();
        assertThat(guard.begin("bob", "10.0.1.1")).isEmpty();
    }

    @Test
    void manyAccountsDoNotHelpAnAddress() {
        for (int i = 0; i < 60; i++) {
            assertThat(guard.begin("person " + i, HOME)).isEmpty();
        }

        assertThat(guard.begin("one more", HOME)).isPresent();
        assertThat(guard.begin("one more", ELSEWHERE)).isEmpty();
    }

    @Test
    void aRightPasswordWipesOutTheWrongOnesBeforeIt() {
        wrong("alice", HOME, 4);
        guard.begin("alice", HOME);
        guard.right("alice", HOME);

        wrong("alice", HOME, 5);
        assertThat(guard.begin("alice", HOME)).isPresent();
    }

    @Test
    void whoKnowsOnePasswordDoesNotTherebyGuessOthersFreely() {
        for (int i = 0; i < 60; i++) {
            assertThat(guard.begin("person " + i, HOME)).isEmpty();
            if (i % 10 == 0) {
                clock.set(clock.instant().plusSeconds(1));
            }
        }
        clock.set(clock.instant().plusSeconds(1));
        guard.begin("mallory", HOME);
        guard.right("mallory", HOME);

        assertThat(guard.begin("one more", HOME)).isPresent();
    }

    @Test
    void aTryThatWasNotLookedAtIsNotHeldAgainstAnybody() {
        wrong("alice", HOME, 4);
        for (int i = 0; i < 20; i++) {
            assertThat(guard.begin("alice", HOME)).isEmpty();
            guard.undone("alice", HOME);
        }

        wrong("alice", HOME, 1);
        assertThat(guard.begin("alice", HOME)).isPresent();
    }

    @Test
    void anHourWithoutATryMakesAllForgotten() {
        wrong("alice", HOME, 5);
        clock.set(NOON.plus(Duration.ofHours(1)));

        wrong("alice", HOME, 5);
    }
}
