package clda.llm;

import java.util.ArrayList;
import java.util.List;

/** The signal that a turn is no longer wanted. */
public final class Cancellation {

    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;
    private boolean left;

    /** It is wanted, but not here any more: another node, or the next start, goes on with it. */
    public void leave() {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            left = true;
        }
        cancel();
    }

    /** Whether someone else goes on. */
    public synchronized boolean isLeft() {
        return left;
    }

    /** Runs what was registered, in this thread; later calls do nothing. */
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

    /** Runs the action when cancelled, at once if that has happened; closing the registration forgets it. */
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
