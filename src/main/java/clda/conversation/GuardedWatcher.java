package clda.conversation;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Passes calls on to the watchers of the log. A failing watcher must affect neither what was stored or shown nor other
 * watchers.
 */
final class GuardedWatcher implements LogWatcher {

    private static final Logger LOG = System.getLogger(GuardedWatcher.class.getName());

    private final List<LogWatcher> watchers = new CopyOnWriteArrayList<>();

    void add(LogWatcher watcher) {
        watchers.add(watcher);
    }

    @Override
    public void appended(Conversation after, List<RecordedEvent> events) {
        tell(watcher -> watcher.appended(after, events));
    }

    @Override
    public void taken(Conversation conversation, Turn turn) {
        tell(told -> told.taken(conversation, turn));
    }

    @Override
    public void showed(String conversationId, TextDelta delta) {
        tell(watcher -> watcher.showed(conversationId, delta));
    }

    @Override
    public void showed(String conversationId, ModelLoading loading) {
        tell(watcher -> watcher.showed(conversationId, loading));
    }

    @Override
    public void followed(String conversationId) {
        tell(watcher -> watcher.followed(conversationId));
    }

    @Override
    public void unfollowed(String conversationId) {
        tell(watcher -> watcher.unfollowed(conversationId));
    }

    @Override
    public void erased(String conversationId) {
        tell(watcher -> watcher.erased(conversationId));
    }

    private void tell(Consumer<LogWatcher> what) {
        for (LogWatcher watcher : watchers) {
            try {
                what.accept(watcher);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "what happened in a conversation could not be watched", e);
            }
        }
    }
}
