package clda.boot;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Runs an action when the process receives SIGTERM, before the server receives it. A shutdown hook would run concurrently with
 * the server's own hook, which closes connections and undeploys the application in the meantime.
 */
final class TermSignal implements AutoCloseable {

    private static final Logger LOG = System.getLogger(TermSignal.class.getName());
    private static final Signal TERM = new Signal("TERM");

    private final SignalHandler ours;
    private final SignalHandler before;

    private TermSignal(SignalHandler ours, SignalHandler before) {
        this.ours = ours;
        this.before = before;
    }

    /**
     * @param first runs on the thread that handles the signal; the process ends when it returns, or at the next signal
     * @return null if this JVM does not allow signals to be handled ({@code -Xrs})
     */
    static @Nullable TermSignal before(Runnable first) {
        Handler handler = new Handler(first);
        try {
            handler.then = Signal.handle(TERM, handler);
            return new TermSignal(handler, handler.then);
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, "SIGTERM ends this process at once: {0}", e.getMessage());
            return null;
        }
    }

    /** Restores the earlier handler, so that an application that is undeployed from a running server leaves nothing behind. */
    @Override
    public void close() {
        SignalHandler present = Signal.handle(TERM, before);
        if (present != ours) {
            Signal.handle(TERM, present);
        }
    }

    private static final class Handler implements SignalHandler {
        private final Runnable first;
        private volatile SignalHandler then = SIG_DFL;
        private volatile boolean begun;

        Handler(Runnable first) {
            this.first = first;
        }

        @Override
        public void handle(Signal signal) {
            if (!begun) {
                begun = true;
                try {
                    first.run();
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "leaving failed", e);
                }
            }
            then.handle(signal);
        }
    }
}
