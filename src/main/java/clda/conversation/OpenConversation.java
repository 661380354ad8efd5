package clda.conversation;

import clda.conversation.ConversationLog.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What this node holds of a conversation in memory: its readers, the message that is being written and, while it is used, its
 * fold. Everything except {@link #rest}, {@link #lastSeen}, {@link #isFollowed} and
 * {@link #isCurrent} needs its lock.
 */
final class OpenConversation {

    private static final int PAGE = CachedPages.PAGE;
    private static final int OVER = 16;

    final ReentrantLock lock = new ReentrantLock();

    private final ConversationStore store;
    private final Folds folds;
    // A reader may unsubscribe while it is being notified.
    private final Set<Reader> readers = new CopyOnWriteArraySet<>();
    private ConversationHead head;
    private @Nullable Conversation fold;
    private long weight;
    /** Whether the store may hold events that are not in the fold. */
    private boolean doubtful;
    /** The time alone in which the fold was brought up to date last; 0 if others were alive. */
    private volatile long currentIn;

    private volatile long lastSeen;
    private volatile boolean gone;
    private @Nullable Writing writing;
    /** The last messages and turns that are over: a piece of them that another node sends comes late. */
    private final Deque<String> over = new ArrayDeque<>(OVER);

    private @Nullable ModelLoading loading;

    OpenConversation(ConversationHead head, ConversationStore store, Folds folds) {
        this.head = head;
        this.store = store;
        this.folds = folds;
    }

    String id() {
        return head.id();
    }

    ConversationHead head() {
        return head;
    }

    /** Whether the conversation was erased or this object is no longer in use. */
    boolean isGone() {
        return gone;
    }

    /** Whether nobody else can have changed or erased the conversation since it was looked at. */
    boolean isCurrent(long solitude) {
        return solitude != 0 && solitude == currentIn;
    }

    boolean isFollowed() {
        return !readers.isEmpty();
    }

    /** The number of the last event shown to the readers. */
    long lastSeen() {
        return lastSeen;
    }

    /** The state; call {@link #unfold} first. */
    Conversation state() {
        return Objects.requireNonNull(fold, "not unfolded");
    }

    /** Records that it is unknown what was stored: the next use reads the store again. */
    void doubt() {
        doubtful = true;
    }

    /**
     * Brings the state up to date with the store.
     *
     * @param solitude the number of the time in which no other node writes to the store; 0 if others may
     */
    void unfold(long solitude) {
        if (fold == null) {
            folds.fold(() -> {
                foldAnew();
                return true;
            });
        } else if (doubtful || !isCurrent(solitude)) {
            catchUp();
        }
        currentIn = solitude;
    }

    private void foldAnew() {
        // The head must be current, since a log that ends before the head's last event counts as truncated.
        ConversationHead now = store.find(id()).orElse(null);
        if (now == null) {
            gone = true;
            return;
        }
        head = now;
        fold = new Conversation(now, (after, limit) -> store.read(now, after, limit));
        try {
            catchUp();
        } catch (RuntimeException e) {
            drop();
            throw e;
        }
    }

    /** Applies the stored events that the fold lacks, and shows them to readers. */
    void catchUp() {
        Conversation known = state();
        List<RecordedEvent> page;
        do {
            page = store.read(head, known.lastSeq(), PAGE);
            page.forEach(this::add);
        } while (page.size() == PAGE);
        doubtful = false;
        boolean mayBeErased = page.isEmpty() && known.lastSeq() > 0;
        if (mayBeErased && store.find(id()).isEmpty()) {
            gone = true;
        }
    }

    void add(RecordedEvent event) {
        Conversation known = state();
        known.apply(event);
        known.shed(folds.largest(), Turns.RECENT);
        weighs(known.weight());
        if (event.seq() > lastSeen) {
            show(event);
        }
    }

    private void weighs(long now) {
        folds.grew(now - weight);
        weight = now;
    }

    private void show(RecordedEvent event) {
        lastSeen = event.seq();
        loading = null;
        if (event.event() instanceof TurnEvent.MessageCompleted completed) {
            writing = null;
            isOver(completed.messageId());
        } else if (event.type().settlesTurn()) {
            writing = null;
            isOver(event.turnId());
        } else if (event.event() instanceof TurnEvent.TurnStarted) {
            writing = null;
        }
        readers.forEach(reader -> reader.onEvent(event));
    }

    /** Shows readers the events stored since the last one that they were shown, without folding them. */
    void showNew() {
        List<RecordedEvent> page;
        do {
            page = store.read(head, lastSeen, PAGE);
            page.forEach(this::show);
        } while (page.size() == PAGE);
    }

    void show(ModelLoading now) {
        loading = now;
        readers.forEach(reader -> reader.onLoading(now));
    }

    private void isOver(@Nullable String id) {
        if (id != null) {
            if (over.size() == OVER) {
                over.removeFirst();
            }
            over.addLast(id);
        }
    }

    void show(TextDelta delta) {
        show(delta, true);
    }

    /** Shows a piece of a message that another node writes, as long as somebody reads it here. */
    void showRelayed(TextDelta delta) {
        if (isWanted(delta.turnId()) && !over.contains(delta.messageId())) {
            show(delta, false);
        }
    }

    void showRelayed(ModelLoading now) {
        if (isWanted(now.turnId())) {
            show(now);
        }
    }

    private boolean isWanted(String turnId) {
        return isFollowed() && (writing == null || !writing.here) && !over.contains(turnId);
    }

    private void show(TextDelta delta, boolean here) {
        loading = null;
        if (writing == null || delta.index() == 0 || !writing.messageId.equals(delta.messageId())) {
            writing = new Writing(delta.turnId(), delta.messageId(), here);
        }
        writing.text.append(delta.text());
        readers.forEach(reader -> reader.onDelta(delta));
    }

    /** The text so far of the message that this node writes; empty if it writes none. */
    Optional<TextDelta> writtenHere() {
        return writing != null && writing.here ? Optional.of(writing.soFar()) : Optional.empty();
    }

    /** Adds a reader that has already been given the events up to {@code seen}. */
    void follow(Reader reader, long seen) {
        if (readers.isEmpty() && seen > lastSeen) {
            lastSeen = seen;
        }
        for (RecordedEvent missed : store.read(head, Math.min(seen, lastSeen), Integer.MAX_VALUE)) {
            if (missed.seq() > seen) {
                reader.onEvent(missed);
            }
            if (missed.seq() > lastSeen) {
                show(missed);
            }
        }
        readers.add(reader);
        if (writing != null) {
            reader.onDelta(writing.soFar());
        }
        if (loading != null) {
            reader.onLoading(loading);
        }
    }

    /** @return whether nothing is left that this node has to hold, so that the conversation may be forgotten */
    boolean unfollow(Reader reader) {
        readers.remove(reader);
        if (readers.isEmpty() && writing != null && !writing.here) {
            writing = null;
        }
        return isIdle();
    }

    private boolean isIdle() {
        gone |= readers.isEmpty() && writing == null && fold == null;
        return gone;
    }

    /** Ends an erased conversation and notifies its readers. */
    void end() {
        gone = true;
        drop();
        readers.forEach(Reader::onErased);
        readers.clear();
    }

    /** Ends a conversation whose events after {@code end} the store has lost, and tells its readers where to start again. */
    void startOver(long end) {
        gone = true;
        drop();
        readers.forEach(reader -> reader.onLost(Math.min(end, lastSeen)));
        readers.clear();
    }

    /**
     * Drops the fold, unless it is in use or a turn runs.
     *
     * @return whether nothing is left that this node has to hold, so that the conversation may be forgotten
     */
    boolean rest() {
        if (lock.isHeldByCurrentThread() || !lock.tryLock()) {
            return false;
        }
        try {
            if (fold != null && fold.state().equals(Turn.State.RUNNING.word())) {
                return false;
            }
            drop();
            return isIdle();
        } finally {
            lock.unlock();
        }
    }

    private void drop() {
        fold = null;
        weighs(0);
    }

    /** A message that is being written, kept for readers that subscribe before it is complete. */
    private static final class Writing {
        private final String turnId;
        private final String messageId;
        private final StringBuilder text = new StringBuilder();
        /** Whether this node writes it. */
        private final boolean here;

        Writing(String turnId, String messageId, boolean here) {
            this.turnId = turnId;
            this.messageId = messageId;
            this.here = here;
        }

        TextDelta soFar() {
            return new TextDelta(turnId, messageId, 0, text.toString());
        }
    }
}
