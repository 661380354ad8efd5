package clda.conversation;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Passes on to the watchers of the log. A failing watcher must not affect what was stored or shown, nor the others. */
final class GuardedWatcher implements LogWatcher {

    private static final Logger LOG = System.getLogger(GuardedWatcher.class.getName());

    private final List<LogWatcher> watchers = new CopyOnWriteArrayList<>();

    void add(LogWatcher watcher) {
        watchers.add(watcher);
    }

    @Override
    public void appended(Conversation after, List<RecordedEvent> events) {
        tell(told -> told.appended(after, events));
    }

    @Override
    public void showed(String conversationId, TextDelta delta) {
        tell(told -> told.showed(conversationId, delta));
    }

    private void tell(Consumer<LogWatcher> what) {
        for (LogWatcher told : watchers) {
            try {
                what.accept(told);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "what was appended could not be watched", e);
            }
        }
    }
}
