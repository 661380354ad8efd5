package clda.security;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What other nodes have written is taken in by one thread, for which nobody waits long. */
@Timeout(20)
class CatchUpTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final MovableClock clock = new MovableClock(NOON);
    private final List<Instant> looks = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch answered = new CountDownLatch(1);
    private boolean away;

    private final CatchUp quick = new CatchUp(clock, FRESH, NOON, since -> looks.add(since) && !away);
    private final CatchUp slow = new CatchUp(clock, FRESH, NOON, since -> {
        looks.add(since);
        Awaitility.await().forever().until(() -> answered.getCount() == 0);
        return true;
    });

    @AfterEach
    void theStoreAnswersAtLast() {
        answered.countDown();
    }

    private void passes(Duration time) {
        clock.set(clock.instant().plus(time));
    }

    private void looks(CatchUp catchUp) {
        Thread.startVirtualThread(catchUp::ifStale);
        Awaitility.await("the first look").until(() -> !looks.isEmpty());
    }

    @Test
    void whatIsFreshIsNotLookedAtAgain() {
        passes(FRESH);
        quick.ifStale();
        assertThat(looks).isEmpty();

        passes(Duration.ofMillis(1));
        quick.ifStale();
        quick.ifStale();
        assertThat(looks).containsExactly(NOON);
    }

    @Test
    void whatTheStoreDidNotAnswerIsAskedAgainFromTheSameTime() {
        passes(Duration.ofMinutes(1));
        away = true;
        quick.ifStale();
        away = false;
        quick.ifStale();
        quick.now();

        assertThat(looks).containsExactly(NOON, NOON, NOON.plus(Duration.ofMinutes(1)));
    }

    @Test
    void nobodyWaitsForALookThatDoesNotEnd() {
        passes(Duration.ofMinutes(1));
        looks(slow);

        slow.ifStale();
        slow.now();

        assertThat(looks).hasSize(1);
    }

    @Test
    void whoHasWaitedForALookNeedsNoneOfTheirOwn() throws InterruptedException {
        passes(Duration.ofMinutes(1));
        looks(slow);
        Thread second = Thread.ofPlatform().start(slow::ifStale);
        Awaitility.await("the second to wait").until(() -> second.getState() == Thread.State.TIMED_WAITING);

        answered.countDown();
        second.join();

        assertThat(looks).hasSize(1);
    }
}
