package clda.security.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HalfTimeTest {

    private final AtomicLong nanos = new AtomicLong();
    private final BlockingQueue<Duration> rests = new LinkedBlockingQueue<>();
    private final HalfTime threads =
            new HalfTime(1, 4, Thread.ofPlatform().daemon().factory(), nanos::get, rests::add);

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    private void works(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void restsAsLongAsItHasWorkedWhileOthersWait() throws Exception {
        CountDownLatch bothWait = new CountDownLatch(1);
        threads.submit(() -> {
            bothWait.await();
            works(Duration.ofMillis(300));
            return null;
        });
        threads.submit(() -> works(Duration.ofMillis(200)));
        Future<?> last = threads.submit(() -> works(Duration.ofMillis(100)));
        bothWait.countDown();
        last.get();

        assertThat(rests).containsExactly(Duration.ofMillis(300), Duration.ofMillis(200));
    }

    @Test
    void whoComesAloneDoesNotWaitForARest() throws Exception {
        threads.submit(() -> works(Duration.ofMillis(300))).get();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, java.util.concurrent.TimeUnit.SECONDS))
                .isTrue();

        assertThat(rests).isEmpty();
    }
}
