package clda.security.limits;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.MovableClock;
import clda.security.Accounts;
import clda.security.Caller;
import clda.security.Role;
import clda.security.limits.PasswordSignIn.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordSignInTest {

    private static final String HOME = "192.0.2.1";

    private final CountDownLatch checked = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger checking = new AtomicInteger();
    private final AtomicInteger maxChecking = new AtomicInteger();
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-26T12:00:00Z"));
    private final PasswordSignIn door = new PasswordSignIn(
            new Slow(),
            new SignInGuard(new SignInGuardTest.InMemory(), clock),
            2,
            Thread.ofPlatform().factory());

    /** Checks a password until it is let. */
    private final class Slow implements Accounts {
        @Override
        public Optional<Caller> authenticate(String user, String password) {
            begun.incrementAndGet();
            maxChecking.accumulateAndGet(checking.incrementAndGet(), Math::max);
            try {
                if (user.startsWith("slow")) {
                    checked.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                checking.decrementAndGet();
            }
            return find(user).filter(caller -> password.equals("right"));
        }

        @Override
        public Optional<String> mark(String user) {
            return Optional.of("mark of " + user);
        }

        @Override
        public Optional<Caller> find(String user) {
            return Optional.of(new Caller(user, "acme", Set.of(Role.USER)));
        }
    }

    @AfterEach
    void close() {
        checked.countDown();
        door.close();
    }

    @Test
    void aRightPasswordLetsInAndAWrongOneDoesNot() {
        assertThat(door.enter("alice", "right", HOME)).isInstanceOf(Outcome.Welcome.class);
        assertThat(door.enter("alice", "wrong", HOME)).isInstanceOf(Outcome.Wrong.class);
    }

    @Test
    void whileLockedEvenTheRightPasswordIsNotLookedAt() {
        for (int i = 0; i < 5; i++) {
            door.enter("alice", "wrong", HOME);
        }

        assertThat(door.enter("alice", "right", HOME)).isInstanceOf(Outcome.Locked.class);
    }

    @Test
    void sixtyWrongTriesAtOnceAreLookedAtNoMoreThanFiveTimes() throws Exception {
        List<Callable<Outcome>> tries = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            tries.add(() -> door.enter("alice", "wrong", HOME));
        }
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Outcome> one : threads.invokeAll(tries)) {
                outcomes.add(one.get());
            }
        }

        assertThat(outcomes).filteredOn(Outcome.Wrong.class::isInstance).hasSize(5);
        assertThat(outcomes).filteredOn(Outcome.Locked.class::isInstance).hasSize(55);
    }

    @Test
    void fewPasswordsAreCheckedAtOnceAFewWaitAndTheRestAreSentAway() throws Exception {
        List<Future<Outcome>> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                String user = "slow " + i;
                outcomes.add(threads.submit(() -> door.enter(user, "right", HOME)));
            }
            Awaitility.await("those who are sent away")
                    .until(() -> outcomes.stream().filter(Future::isDone).count() == 22);
            checked.countDown();
        }

        int welcome = 0;
        for (Future<Outcome> outcome : outcomes) {
            welcome += outcome.get() instanceof Outcome.Welcome ? 1 : 0;
        }
        assertThat(welcome).isEqualTo(18);
        assertThat(maxChecking).hasValue(2);
    }

    @Test
    void whoGivesUpWaitingHasNotTried() throws Exception {
        for (int i = 0; i < 10; i++) {
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            int before = begun.get();
            Thread waiting = Thread.ofVirtual().start(() -> outcome.complete(door.enter("slow", "right", HOME)));
            Awaitility.await("the check").until(() -> begun.get() > before);
            waiting.interrupt();
            assertThat(outcome.get()).isInstanceOf(Outcome.Busy.class);
        }
        checked.countDown();

        assertThat(door.enter("slow", "right", HOME)).isInstanceOf(Outcome.Welcome.class);
    }
}
