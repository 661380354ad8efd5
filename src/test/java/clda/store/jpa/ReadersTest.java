package clda.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.store.Busy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReadersTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        end.countDown();
        threads.close();
    }

    private static Supplier<Void> until(CountDownLatch end, Runnable first) {
        return () -> {
            first.run();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return null;
        };
    }

    /** Somebody reads, and does not end until the test does. */
    private void somebodyReads(Readers readers) throws InterruptedException {
        threads.submit(() -> readers.inTurn(until(end, begun::countDown)));
        begun.await();
    }

    @Test
    void noMoreReadAtOnceThanMay() throws Exception {
        Readers readers = new Readers(3, LONG);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger max = new AtomicInteger();

        for (int i = 0; i < 1_000; i++) {
            threads.submit(() -> readers.inTurn(() -> {
                max.accumulateAndGet(now.incrementAndGet(), Math::max);
                Thread.yield();
                return now.decrementAndGet();
            }));
        }
        threads.close();

        assertThat(max).hasValueBetween(1, 3);
    }

    @Test
    void whoseTurnDoesNotComeInTimeIsToldThatItIsBusy() throws Exception {
        Readers readers = new Readers(1, Duration.ofMillis(50));
        somebodyReads(readers);

        assertThatThrownBy(() -> readers.inTurn(() -> "read")).isInstanceOf(Busy.class);
    }

    @Test
    void aReadWithinAReadDoesNotWaitForItself() {
        Readers readers = new Readers(1, Duration.ofMillis(50));

        assertThat(readers.inTurn(() -> readers.inTurn(() -> "inner"))).isEqualTo("inner");
        assertThat(readers.inTurn(() -> "next")).isEqualTo("next");
    }

    @Test
    void aReadThatFailsGivesItsTurnBack() {
        Readers readers = new Readers(1, Duration.ofMillis(50));

        assertThatThrownBy(() -> readers.inTurn(() -> {
                    throw new IllegalArgumentException();
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(readers.inTurn(() -> "next")).isEqualTo("next");
    }

    @Test
    void whoIsInterruptedReadsAllTheSameAndStaysInterrupted() throws Exception {
        Readers readers = new Readers(1, LONG);
        somebodyReads(readers);
        Future<Boolean> interrupted = threads.submit(() -> {
            Thread.currentThread().interrupt();
            return readers.inTurn(Thread.currentThread()::isInterrupted);
        });

        end.countDown();

        assertThat(interrupted.get()).isTrue();
    }
}
