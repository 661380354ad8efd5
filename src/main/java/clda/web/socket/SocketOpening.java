package clda.web.socket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The moment in which a socket is being opened, and in which it should not end. Payara may use the objects of a request again
 * as soon as its socket has ended, while the thread that opened the socket still uses them (payara/Payara issue 5432): another
 * request was then answered with 400 or 500 for no reason of its own.
 */
final class SocketOpening {

    private static final Logger LOG = System.getLogger(SocketOpening.class.getName());

    /** How long it goes on once the socket is open: far longer than a thread needs to leave, too short for a client to mind. */
    private static final Duration LENGTH = Duration.ofMillis(250);

    /** Threads of the server that may be held at once, so that clients that only open and close take few of them. */
    private static final Semaphore HELD = new Semaphore(16);

    private volatile @Nullable Long openSince;

    /** The socket is open, and the thread that has opened it is about to leave. */
    void opened() {
        openSince = System.nanoTime();
    }

    private Duration left() {
        Long since = openSince;
        return since == null ? LENGTH : LENGTH.minusNanos(System.nanoTime() - since);
    }

    private void sleepUntilOver() throws InterruptedException {
        for (Duration left = left(); left.isPositive(); left = left()) {
            Thread.sleep(left);
        }
    }

    /**
     * Closes the socket when it is over. Returns at once: whoever closes may be writing to the conversation, or be the thread
     * that opens the socket.
     */
    void thenClose(Session socket, int code, String reason) {
        Thread.ofVirtual().start(() -> {
            try {
                sleepUntilOver();
                if (socket.isOpen()) {
                    socket.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason));
                }
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.DEBUG, "a socket was gone before it was closed");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Returns when it is over, if there is room to wait: called when the client has closed, before the server lets go. */
    void await() {
        if (!left().isPositive() || !HELD.tryAcquire()) {
            return;
        }
        try {
            sleepUntilOver();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            HELD.release();
        }
    }
}
