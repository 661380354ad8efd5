package clda.llm;

import java.util.ArrayList;
import java.util.List;

/** The signal that a turn is no longer wanted. */
public final class Cancellation {

    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;
    private boolean left;

    /** Stops the turn on this node only: another node, or this one after a restart, continues it. */
    public void leave() {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            left = true;
        }
        cancel();
    }

    /** Whether the turn continues elsewhere. */
    public synchronized boolean isLeft() {
        return left;
    }

    /** Runs the registered actions in this thread; later calls do nothing. */
    public void cancel() {
        List<Runnable> toRun;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            toRun = List.copyOf(actions);
        }
        toRun.forEach(Runnable::run);
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /**
     * Runs the action on cancellation, or at once if already cancelled; closing the registration removes the action.
     */
    public Registration onCancel(Runnable action) {
        boolean now;
        synchronized (this) {
            now = cancelled;
            if (!now) {
                actions.add(action);
            }
        }
        if (now) {
            action.run();
        }
        return () -> {
            synchronized (this) {
                actions.remove(action);
            }
        };
    }

    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
