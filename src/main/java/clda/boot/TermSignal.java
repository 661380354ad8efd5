package clda.boot;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Runs an action when the process receives SIGTERM, before the server hears of it. A shutdown hook would run beside that of
 * the server, which closes connections and takes the application away in the meantime.
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
     * @param first done in the thread that tells of the signal; the process ends when it returns, or when told again
     * @return null if this Java machine does not let signals be handled ({@code -Xrs})
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

    /** An application that is taken out of a server that goes on leaves no trace. */
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
