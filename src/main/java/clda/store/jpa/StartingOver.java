package clda.store.jpa;

import clda.store.WentBack;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * What a node does when its database has gone back: it drops everything that it knew, joins anew, and then informs those
 * concerned. While things are dropped nothing may be written, since it may have been decided on them.
 */
final class StartingOver {

    private static final Logger LOG = System.getLogger(StartingOver.class.getName());

    private final ThreadFactory threads;
    private final List<Runnable> forgetful = new CopyOnWriteArrayList<>();
    private final List<Consumer<WentBack>> witnesses = new CopyOnWriteArrayList<>();
    private volatile boolean now;

    StartingOver(ThreadFactory threads) {
        this.threads = threads;
    }

    void forgets(Runnable forget) {
        forgetful.add(forget);
    }

    void tells(Consumer<WentBack> witness) {
        witnesses.add(witness);
    }

    /** Whether things are being dropped. */
    boolean now() {
        return now;
    }

    /** Says it, and begins on a thread of its own: what is dropped may be locked by those who wait for the writing thread. */
    void begin(WentBack what, Runnable join) {
        now = true;
        say(what);
        threads.newThread(() -> startOver(what, join)).start();
    }

    private static void say(WentBack what) {
        switch (what.loss()) {
            case SOME ->
                LOG.log(
                        Level.ERROR,
                        "THE DATABASE HAS GONE BACK: of {0} transactions of this node it has {1}; of other nodes some may"
                                + " be missing too. What is missing had been acknowledged and is lost. This node drops"
                                + " what it knew and joins anew.",
                        String.valueOf(what.known()),
                        String.valueOf(what.found()));
            case NONE ->
                LOG.log(
                        Level.WARNING,
                        "another database has taken over (history {0} after {1}); of this node nothing is lost, of others"
                                + " something may be. This node drops what it knew and joins anew.",
                        what.line(),
                        what.fromLine());
            case UNKNOWN ->
                LOG.log(
                        Level.WARNING,
                        "another database has taken over (history {0} after {1}), and another node from this one, so that"
                                + " it cannot be told whether something of this node is lost. This node drops what it"
                                + " knew and joins anew.",
                        what.line(),
                        what.fromLine());
        }
    }

    private void startOver(WentBack what, Runnable join) {
        for (Runnable each : forgetful) {
            try {
                each.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "something could not be dropped", e);
            }
        }
        now = false;
        try {
            join.run();
            witnesses.forEach(witness -> witness.accept(what));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "this node could not join anew", e);
        }
    }
}
