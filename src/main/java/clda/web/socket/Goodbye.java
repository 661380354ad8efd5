package clda.web.socket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Closes a socket, but not while it is still being opened. Payara uses the objects of a request again as soon as its socket
 * has ended, even if the thread that opened the socket has not yet left them: another request was then answered with 400 or
 * 500 for no reason of its own.
 */
final class Goodbye {

    private static final Logger LOG = System.getLogger(Goodbye.class.getName());

    /** Far longer than a thread needs to leave the opening behind, and too short for a client to mind. */
    private static final Duration OPENING = Duration.ofMillis(250);

    private final long openedAt = System.nanoTime();

    /** Begins the opening, which is why it is made together with the socket. */
    Goodbye() {}

    /** Returns at once: whoever closes may be writing to the conversation, or be the thread that opens the socket. */
    void say(Session to, int code, String reason) {
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(OPENING.minusNanos(System.nanoTime() - openedAt));
                if (to.isOpen()) {
                    to.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason));
                }
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.DEBUG, "a socket was gone before it was closed");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
