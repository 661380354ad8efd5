package clda.boot;

import clda.store.StoreState;
import clda.web.OpenLines;
import java.time.Duration;

/** Disconnects all clients when the store is away for longer than a moment, once for each time. */
final class StoreWatch implements Runnable {

    private final StoreState store;
    private final OpenLines lines;
    private boolean wasAway;
    private boolean sent;

    StoreWatch(StoreState store, OpenLines lines) {
        this.store = store;
        this.lines = lines;
    }

    /** Looks again and again until the thread is interrupted. */
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

    /** To be called again and again: what is away at two calls in a row is away. */
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
