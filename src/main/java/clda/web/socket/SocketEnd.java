package clda.web.socket;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The end of a socket's connection, which must come once: its request is ended by whoever closes the connection, and both the
 * WebSocket implementation and the server do so, the one when the socket is closed, the other when it finds that the client is
 * gone. Where both did at the same moment, Payara ended the request twice and then used its objects for two requests at once
 * (payara/Payara issue 5432), so that one of them was answered with 400 or 500 for no reason of its own.
 *
 * <p>Neither may wait for the other with a lock: the server holds one of its own, which the WebSocket implementation needs to
 * close.
 */
final class SocketEnd {

    private enum State {
        OPEN,
        /** The WebSocket implementation is past the point at which the server could be first. */
        CLOSED_HERE,
        /** The server closes, since the client is gone. */
        CLOSED_BY_SERVER
    }

    /** From where a thread cannot be held any longer until the server sees that the connection is closed: a few instructions. */
    private static final Duration LAST_STEPS = Duration.ofMillis(50);

    /** How long the server may need to close, the application's work for a closed socket included. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final AtomicReference<@Nullable Thread> closing = new AtomicReference<>();
    private final CountDownLatch serverCloses = new CountDownLatch(1);
    private volatile boolean ended;

    /**
     * The WebSocket implementation closes. Does nothing if it has done so before, or if the server does.
     *
     * @param connection of the server; it calls {@link #closes} in between
     */
    void close(AutoCloseable connection) throws Exception {
        if (state.get() == State.OPEN && closing.compareAndSet(null, Thread.currentThread())) {
            try {
                connection.close();
            } finally {
                ended = true;
            }
        }
    }

    /** Whoever closes has told the WebSocket implementation so, and ends the request as soon as this returns. */
    void closes() {
        if (Thread.currentThread() != closing.get()) {
            serverCloses.countDown();
        } else if (!state.compareAndSet(State.OPEN, State.CLOSED_HERE)) {
            await(LONGEST_CLOSE);
            pause();
        }
    }

    /** The server has found that the client is gone, and closes when this and what follows it have returned, unless it is closed. */
    void clientIsGone() {
        if (!state.compareAndSet(State.OPEN, State.CLOSED_BY_SERVER)
                && !ended
                && Thread.currentThread() != closing.get()) {
            pause();
        }
    }

    private void await(Duration longest) {
        try {
            serverCloses.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LAST_STEPS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
