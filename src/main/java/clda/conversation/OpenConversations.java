package clda.conversation;

import clda.conversation.ConversationLog.Reader;
import clda.store.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of which this node holds something in memory. They are opened when they are first used, used under their
 * own locks, and forgotten when nothing of them has to be held any more.
 */
final class OpenConversations {

    private final ConversationStore store;
    private final Membership membership;
    private final Folds folds;
    private final LogWatcher watcher;
    private final Map<String, OpenConversation> open = new ConcurrentHashMap<>();

    /** @param watcher is told which conversations have readers */
    OpenConversations(ConversationStore store, Membership membership, Folds folds, LogWatcher watcher) {
        this.store = store;
        this.membership = membership;
        this.folds = folds;
        this.watcher = watcher;
    }

    /** The conversation, without its lock; null if this node holds nothing of it. */
    @Nullable
    OpenConversation get(String conversationId) {
        return open.get(conversationId);
    }

    /** The conversations that have readers. */
    List<String> followed() {
        List<String> followed = new ArrayList<>();
        open.forEach((id, known) -> {
            if (known.isFollowed()) {
                followed.add(id);
            }
        });
        return followed;
    }

    /**
     * Uses a conversation under its lock once its state is up to date.
     *
     * @return empty if there is no such conversation
     */
    <T> Optional<T> withState(String conversationId, Function<OpenConversation, T> use) {
        Optional<T> used = with(conversationId, known -> {
                    known.unfold(membership.solitude());
                    return known.isGone() ? Optional.<T>empty() : Optional.of(use.apply(known));
                })
                .flatMap(result -> result);
        folds.trim(this::forgotten);
        return used;
    }

    private void forgotten(OpenConversation known) {
        open.remove(known.id(), known);
    }

    /**
     * Uses a conversation under its lock, without folding it.
     *
     * @return empty if there is no such conversation
     */
    <T> Optional<T> with(String conversationId, Function<OpenConversation, T> use) {
        while (true) {
            Optional<OpenConversation> found = opened(conversationId);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            OpenConversation known = found.get();
            known.lock.lock();
            try {
                if (known.isGone()) {
                    forget(known);
                    continue;
                }
                T result = use.apply(known);
                if (known.isGone()) {
                    forget(known);
                    known.end();
                }
                return Optional.of(result);
            } finally {
                known.lock.unlock();
            }
        }
    }

    private Optional<OpenConversation> opened(String conversationId) {
        OpenConversation known = open.get(conversationId);
        if (known == null) {
            Optional<ConversationHead> head = store.find(conversationId);
            if (head.isEmpty()) {
                return Optional.empty();
            }
            known = open.computeIfAbsent(conversationId, id -> new OpenConversation(head.get(), store, folds));
        }
        folds.used(known);
        return Optional.of(known);
    }

    /** Uses a conversation under its lock if this node holds it; one that it does not hold has no readers here. */
    void ifOpen(String conversationId, Consumer<OpenConversation> use) {
        OpenConversation known = open.get(conversationId);
        if (known == null) {
            return;
        }
        known.lock.lock();
        try {
            use.accept(known);
        } finally {
            known.lock.unlock();
        }
    }

    /** Adds a reader that has already been given the events up to {@code seen}. The caller holds the lock. */
    void follow(OpenConversation known, Reader reader, long seen) {
        boolean first = !known.isFollowed();
        known.follow(reader, seen);
        if (first) {
            watcher.followed(known.id());
        }
    }

    void unfollow(OpenConversation known, Reader reader) {
        known.lock.lock();
        try {
            boolean was = known.isFollowed();
            boolean idle = known.unfollow(reader);
            if (was && !known.isFollowed()) {
                watcher.unfollowed(known.id());
            }
            if (idle) {
                forget(known);
            }
        } finally {
            known.lock.unlock();
        }
    }

    /** Drops all of them, because the store has lost their latest events, and tells all readers where to start again. */
    void startOver() {
        List<OpenConversation> all = List.copyOf(open.values());
        Map<String, Long> ends = store.lastSeqs(all.stream()
                .filter(OpenConversation::isFollowed)
                .map(OpenConversation::id)
                .toList());
        for (OpenConversation known : all) {
            known.lock.lock();
            try {
                forget(known);
                known.startOver(ends.getOrDefault(known.id(), 0L));
            } finally {
                known.lock.unlock();
            }
        }
    }

    void forget(OpenConversation known) {
        open.remove(known.id(), known);
        folds.forget(known);
    }
}
