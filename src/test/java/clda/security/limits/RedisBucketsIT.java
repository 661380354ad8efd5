package clda.security.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clda.kit.MovableClock;
import clda.kit.RedisServer;
import clda.security.Caller;
import clda.security.Role;
import clda.security.limits.redis.RedisBuckets;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** Several nodes that share a real Redis: a rate holds for all of them together, and for each by itself while Redis is away. */
class RedisBucketsIT {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final Caller ALICE = new Caller("alice", "acme", Set.of(Role.USER));

    private final MovableClock clock = new MovableClock(NOON);
    private final AtomicLong nanos = new AtomicLong();
    private RedisServer server;
    private UnifiedJedis redis;

    @BeforeEach
    void start() {
        assumeTrue(RedisServer.isInstalled(), "Redis is installed");
        server = RedisServer.start();
        // Patient: this machine may be busy, and a Redis that answers late counts as one that is away.
        redis = RedisClient.create(URI.create(server.url() + "?timeout=30000"));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            redis.close();
            server.close();
        }
    }

    private RateLimits node(int perMinute) {
        return node(new Rate(perMinute, Duration.ofMinutes(1)), redis);
    }

    private RateLimits node(Rate rate, UnifiedJedis through) {
        return new RateLimits(
                new RateLimits.Rules(Map.of(Door.REST, Map.of(Whose.PERSON, rate))),
                clock,
                new RedisBuckets(through, "clda", clock, nanos::get));
    }

    private static int granted(RateLimits node, int attempts) {
        int granted = 0;
        for (int i = 0; i < attempts; i++) {
            granted += node.take(Door.REST, ALICE).isEmpty() ? 1 : 0;
        }
        return granted;
    }

    @Test
    void whatWasUsedAtOneNodeIsUsedAtTheOther() {
        RateLimits one = node(6);
        RateLimits other = node(6);

        assertThat(granted(one, 4)).isEqualTo(4);
        assertThat(granted(other, 4)).isEqualTo(2);

        Optional<Duration> wait = other.take(Door.REST, ALICE);
        assertThat(wait).contains(Duration.ofSeconds(10));
        clock.set(NOON.plusSeconds(10));
        assertThat(granted(one, 2)).isEqualTo(1);
    }

    @Test
    void tenTimesTheRateAtTwoNodesAtOnceIsCutToTheRate() throws Exception {
        // What Redis keeps ends by its own clock, which goes on here while the nodes' clock stands still.
        int rate = 300;
        RateLimits one = node(new Rate(rate, Duration.ofDays(1)), redis);
        RateLimits other = node(new Rate(rate, Duration.ofDays(1)), redis);
        AtomicInteger granted = new AtomicInteger();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < rate * 5; i++) {
                threads.execute(() -> granted.addAndGet(granted(one, 1)));
                threads.execute(() -> granted.addAndGet(granted(other, 1)));
            }
        }

        assertThat(granted).hasValue(rate);
    }

    @Test
    void whileRedisIsAwayEachNodeCountsByItselfAndNothingIsUnlimited() {
        RateLimits one = node(6);
        RateLimits other = node(6);
        granted(one, 3);
        server.kill();

        assertThat(granted(one, 10)).as("what it had left").isEqualTo(3);
        assertThat(granted(other, 10)).isEqualTo(6);

        server.startAgain();
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        clock.set(NOON.plus(Duration.ofMinutes(5)));
        assertThat(granted(one, 4) + granted(other, 4)).isEqualTo(6);
    }

    @Test
    void aRedisThatHangsIsAskedOnceInASecond() {
        server.hold();
        try (UnifiedJedis impatient = RedisClient.create(URI.create(server.url() + "?timeout=150"))) {
            RateLimits node = node(new Rate(1_000, Duration.ofMinutes(1)), impatient);
            long begun = System.nanoTime();
            assertThat(granted(node, 100)).isEqualTo(100);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        } finally {
            server.goOn();
        }
    }

    @Test
    void noNameIsInRedis() {
        granted(node(6), 1);

        assertThat(redis.keys("*"))
                .hasSize(1)
                .allSatisfy(key -> assertThat(key).startsWith("clda:rate:").doesNotContain("alice", "acme"))
                .allSatisfy(key -> assertThat(redis.get(key)).matches("[0-9.]+ [0-9.]+"));
    }

    @Test
    void whileRedisHangsOneOfManyWaitsForIt() throws Exception {
        Duration patience = Duration.ofSeconds(2);
        try (UnifiedJedis impatient =
                RedisClient.create(URI.create(server.url() + "?timeout=" + patience.toMillis()))) {
            // Given a Redis that hangs, and whose rest is over
            RateLimits node = node(new Rate(1_000, Duration.ofMinutes(1)), impatient);
            granted(node, 1);
            server.hold();
            granted(node, 1);
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());

            // When many ask at the same time
            AtomicInteger waited = new AtomicInteger();
            CyclicBarrier all = new CyclicBarrier(20);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 20; i++) {
                    threads.submit(() -> {
                        all.await();
                        long begun = System.nanoTime();
                        granted(node, 1);
                        return System.nanoTime() - begun < patience.toNanos() / 2 ? 0 : waited.incrementAndGet();
                    });
                }
            }

            // Then one finds out whether it is back
            assertThat(waited).hasValue(1);
        } finally {
            server.goOn();
        }
    }
}
