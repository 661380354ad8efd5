package clda.boot;

import clda.store.jpa.JpaStore;
import clda.web.Leaving;
import clda.web.OpenLines;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The orderly stop of this node: it reports that it is not ready and keeps serving for a while, until no more requests arrive;
 * then it refuses requests, disconnects its clients, leaves its turns as they are and returns its lease, so that another node
 * takes over the turns at once.
 */
final class Departure {

    private static final Logger LOG = System.getLogger(Departure.class.getName());

    /** Time for work in progress: requests that are being answered, tools that cannot be interrupted. */
    private static final Duration FOR_THE_LAST = Duration.ofSeconds(3);

    private final Leaving leaving;
    private final OpenLines lines;
    private final Engine engine;
    private final AutoCloseable timers;
    private final JpaStore store;
    private final Duration service;
    private final AtomicBoolean gone = new AtomicBoolean();

    /**
     * @param timers start the work that is due
     * @param service how long to keep serving after the departure has been announced
     */
    Departure(Leaving leaving, OpenLines lines, Engine engine, AutoCloseable timers, JpaStore store, Duration service) {
        this.leaving = leaving;
        this.lines = lines;
        this.engine = engine;
        this.timers = timers;
        this.store = store;
        this.service = service;
    }

    /** Stops the node in an orderly way. Returns when the process may end. */
    void leave() {
        if (gone.get()) {
            return;
        }
        LOG.log(Level.INFO, "leaving: not ready any more, and serving for another {0} s", service.toSeconds());
        leaving.announce();
        // Not on this thread: while the database is away, saying so waits for it.
        Thread.ofVirtual().start(this::leaveTurnsToOthers);
        try {
            Thread.sleep(service);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leaveNow();
    }

    /** Turns that begin from now on are another node's, so that few are interrupted at the end. */
    private void leaveTurnsToOthers() {
        try {
            engine.leave();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "leaving: the other nodes cannot be told", e);
        }
    }

    /** Stops the node without waiting for anyone to notice. Does nothing when called again. */
    void leaveNow() {
        if (!gone.compareAndSet(false, true)) {
            return;
        }
        leaving.close();
        lines.end(OpenLines.Why.LEAVING);
        engine.close();
        try {
            timers.close();
            boolean answered = leaving.awaitEmpty(FOR_THE_LAST);
            boolean idle = engine.awaitRest(FOR_THE_LAST);
            LOG.log(
                    Level.INFO,
                    "leaving: {0}, {1}; what is left is another node''s now",
                    answered ? "all requests are answered" : "some requests are not answered",
                    idle ? "no turn runs here" : "a turn waits for its tool");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "leaving: not everything could be ended", e);
        }
        store.close();
    }
}
