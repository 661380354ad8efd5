package clda.boot;

import clda.store.StoreState;
import clda.web.OpenLines;
import java.time.Duration;

/** Disconnects all clients when the store is unavailable for more than a moment, once per outage. */
final class StoreWatch implements Runnable {

    private final StoreState store;
    private final OpenLines lines;
    private boolean wasAway;
    private boolean sent;

    StoreWatch(StoreState store, OpenLines lines) {
        this.store = store;
        this.lines = lines;
    }

    /** Checks periodically until the thread is interrupted. */
    void go(Duration every) {
        while (!Thread.currentThread().isInterrupted()) {
            run();
            try {
                Thread.sleep(every);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** To be called periodically: the store counts as unavailable if it is so at two calls in a row. */
    @Override
    public void run() {
        boolean away = store.away();
        if (away && wasAway && !sent) {
            sent = true;
            lines.end(OpenLines.Why.STORE_AWAY);
        } else if (!away) {
            sent = false;
        }
        wasAway = away;
    }
}
