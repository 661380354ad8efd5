package clda.security.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.kit.MovableClock;
import clda.security.Caller;
import clda.security.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitsTest {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final Caller ALICE = new Caller("alice", "acme", Set.of(Role.USER));
    private static final Caller BOB = new Caller("bob", "acme", Set.of(Role.USER));
    private static final Caller STRANGER = new Caller("alice", "other", Set.of(Role.USER));

    private final MovableClock clock = new MovableClock(NOON);

    private RateLimits limits(Map<Whose, Rate> rest) {
        return new RateLimits(new RateLimits.Rules(Map.of(Door.REST, rest)), clock);
    }

    private static Rate perMinute(int count) {
        return new Rate(count, Duration.ofMinutes(1));
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBackAndThenIsLetIn() {
        RateLimits limits = limits(Map.of(Whose.PERSON, perMinute(6)));
        for (int i = 0; i < 6; i++) {
            assertThat(limits.take(Door.REST, ALICE)).isEmpty();
        }

        Optional<Duration> wait = limits.take(Door.REST, ALICE);

        assertThat(wait).contains(Duration.ofSeconds(10));
        clock.set(NOON.plusSeconds(10));
        assertThat(limits.take(Door.REST, ALICE)).isEmpty();
        assertThat(limits.take(Door.REST, ALICE)).isPresent();
    }

    @Test
    void anothersUseIsNotCountedAndNoOtherDoorIsClosed() {
        RateLimits limits = limits(Map.of(Whose.PERSON, perMinute(1)));
        limits.take(Door.REST, ALICE);

        assertThat(limits.take(Door.REST, ALICE)).isPresent();
        assertThat(limits.take(Door.REST, BOB)).isEmpty();
        assertThat(limits.take(Door.REST, STRANGER)).isEmpty();
        assertThat(limits.take(Door.SOCKET, ALICE)).isEmpty();
    }

    @Test
    void theTenantsUseIsTheSumOfItsPeople() {
        RateLimits limits = limits(Map.of(Whose.TENANT, perMinute(2)));
        limits.take(Door.REST, ALICE);
        limits.take(Door.REST, BOB);

        assertThat(limits.take(Door.REST, BOB)).isPresent();
        assertThat(limits.take(Door.REST, STRANGER)).isEmpty();
    }

    @Test
    void addressesThatHaveGoneAreForgotten() {
        RateLimits limits = limits(Map.of(Whose.ADDRESS, perMinute(1)));
        for (int i = 0; i < 100_000; i++) {
            limits.take(Door.REST, "address " + i);
        }
        clock.set(NOON.plusSeconds(120));

        limits.take(Door.REST, "one more");

        assertThat(limits.size()).isEqualTo(1);
    }

    @Test
    void aRateIsReadAsItIsWritten() {
        assertThat(Rate.parse("600/PT1M")).isEqualTo(perMinute(600)).hasToString("600/PT1M");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "600", "0/PT1M", "-1/PT1M", "600/1m", "600/PT0S", "many/PT1M", "1/PT1M/2"})
    void whatIsNoRateIsRefused(String text) {
        assertThatThrownBy(() -> Rate.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
