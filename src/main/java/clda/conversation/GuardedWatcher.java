package clda.conversation;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes on to the watcher of the log, if there is one. A failing watcher must not affect what was stored or shown. */
final class GuardedWatcher implements LogWatcher {

    private static final Logger LOG = System.getLogger(GuardedWatcher.class.getName());

    private volatile @Nullable LogWatcher watcher;

    /** @param watcher replaces any earlier one */
    void set(LogWatcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public void appended(Conversation after, List<RecordedEvent> events) {
        tell(told -> told.appended(after, events));
    }

    @Override
    public void taken(Conversation conversation, Turn turn) {
        tell(told -> told.taken(conversation, turn));
    }

    @Override
    public void showed(String conversationId, TextDelta delta) {
        tell(told -> told.showed(conversationId, delta));
    }

    private void tell(Consumer<LogWatcher> what) {
        LogWatcher told = watcher;
        if (told == null) {
            return;
        }
        try {
            what.accept(told);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "what was appended could not be watched", e);
        }
    }
}
