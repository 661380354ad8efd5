package clda.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A connection that the WebSocket implementation and the server close, in each order and at once. The server is as Payara's is:
 * it tells that it closes, and then ends the request.
 */
@Timeout(20)
class SocketEndTest {

    private final SocketEnd end = new SocketEnd();
    private final List<String> happened = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    private void endsTheRequest(String who) {
        end.closes();
        happened.add(who + " ends the request");
    }

    private CompletableFuture<Void> inTheBackground(Runnable work) {
        return CompletableFuture.runAsync(work, threads);
    }

    private void closesHere(Runnable meanwhile) {
        try {
            end.close(() -> {
                meanwhile.run();
                endsTheRequest("the implementation");
            });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSocketThatIsClosedTwiceEndsOnce() {
        closesHere(() -> closesHere(() -> {}));
        closesHere(() -> {});

        assertThat(happened).containsExactly("the implementation ends the request");
    }

    @Test
    void aClientThatIsGoneAfterItsSocketWasClosedChangesNothing() {
        closesHere(() -> {});

        end.clientIsGone();

        assertThat(happened).containsExactly("the implementation ends the request");
    }

    @Test
    void whenTheServerWasFirstTheImplementationLeavesItToIt() {
        end.clientIsGone();

        closesHere(() -> {});
        endsTheRequest("the server");

        assertThat(happened).containsExactly("the server ends the request");
    }

    @Test
    void whenTheClientGoesWhileItsSocketIsBeingClosedTheServerEndsTheRequestFirst() throws Exception {
        // Given
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        CompletableFuture<Void> here = inTheBackground(() -> closesHere(() -> {
            closing.countDown();
            await(gone);
        }));
        assertThat(closing.await(10, TimeUnit.SECONDS)).isTrue();

        // When
        end.clientIsGone();
        gone.countDown();
        endsTheRequest("the server");
        here.get(10, TimeUnit.SECONDS);

        // Then the other finds it ended, which the server leaves alone
        assertThat(happened).containsExactly("the server ends the request", "the implementation ends the request");
    }

    @Test
    void whenTheClientGoesAMomentTooLateTheServerIsHeldUntilTheRequestHasEnded() throws Exception {
        // Given an implementation that is about to end the request
        CountDownLatch past = new CountDownLatch(1);
        CountDownLatch ends = new CountDownLatch(1);
        CompletableFuture<Void> here = inTheBackground(() -> {
            try {
                end.close(() -> {
                    end.closes();
                    past.countDown();
                    await(ends);
                    happened.add("the implementation ends the request");
                });
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(past.await(10, TimeUnit.SECONDS)).isTrue();

        // When
        CompletableFuture<Void> server = inTheBackground(() -> {
            ends.countDown();
            end.clientIsGone();
            happened.add("the server goes on");
        });

        // Then
        server.get(10, TimeUnit.SECONDS);
        here.get(10, TimeUnit.SECONDS);
        assertThat(happened).containsExactly("the implementation ends the request", "the server goes on");
    }

    @Test
    void aServerThatNeverEndsTheRequestIsNotWaitedForWithoutEnd() {
        long began = System.nanoTime();

        closesHere(() -> inTheBackground(end::clientIsGone).join());

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(happened).containsExactly("the implementation ends the request");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
