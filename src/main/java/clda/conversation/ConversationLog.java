package clda.conversation;

import clda.security.KeyRing;
import clda.store.Membership;
import clda.store.Write;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The only way to change a conversation: decide on the basis of its current state, append events, and only then show them to
 * readers. A reader subscribes from a position and gets the events stored after it, then new ones, each once and in order.
 *
 * <p>Safe for use by many threads; appends to one conversation are serialized. A reader is called by the appending thread and
 * must return quickly.
 */
public final class ConversationLog {

    /** Events to append, and other writes for the same transaction. */
    public record Append(List<DraftEvent> events, List<Write> alongside) {
        public static final Append NOTHING = new Append(List.of(), List.of());

        public Append {
            events = List.copyOf(events);
            alongside = List.copyOf(alongside);
        }

        public static Append of(@Nullable String turnId, ConversationEvent... events) {
            return of(List.of(), turnId, events);
        }

        public static Append of(List<Write> alongside, @Nullable String turnId, ConversationEvent... events) {
            List<DraftEvent> drafts = new ArrayList<>();
            for (ConversationEvent event : events) {
                drafts.add(new DraftEvent(turnId, event));
            }
            return new Append(drafts, alongside);
        }
    }

    /** A subscriber to one conversation. Must not block. */
    public interface Reader {
        void onEvent(RecordedEvent event);

        void onDelta(TextDelta delta);

        /** A model is being loaded, until the next event or delta of the turn. */
        default void onLoading(ModelLoading loading) {
            // Readers that only count or wait for the end ignore this.
        }

        /** The conversation was erased; nothing more will come. */
        void onErased();

        /**
         * The store has lost the events after a number; nothing more will come. A new subscription starts there.
         *
         * @param after the last number that the store has
         */
        void onLost(long after);
    }

    /**
     * A reader wants to continue after a number that the conversation does not have: events that the reader has seen are lost.
     */
    public static final class BeyondTheEnd extends RuntimeException {
        private final long end;

        BeyondTheEnd(long end) {
            super("the conversation ends at " + end, null, false, false);
            this.end = end;
        }

        /** The number of the conversation's last event. */
        public long end() {
            return end;
        }
    }

    /** Too many conversations are being folded at the same time; nothing was changed. */
    public static final class Overloaded extends RuntimeException {
        Overloaded() {
            super("too many conversations are being opened at the same time", null, false, false);
        }
    }

    /** Closing it ends the subscription; closing it again has no effect. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    private static final Logger LOG = System.getLogger(ConversationLog.class.getName());
    private static final int PAGE = 500;

    private static final int MOST_CONFLICTS = 1_000;

    private final ConversationStore store;
    private final Clock clock;
    private final Membership membership;
    private final Folds folds;
    private final Map<String, OpenConversation> open = new ConcurrentHashMap<>();
    private volatile @Nullable LogWatcher watcher;
    /** The time alone in which readers have been shown all that others had appended before. */
    private volatile long caughtUpIn;

    /**
     * @param foldBytes approximate limit for the memory of all folded conversations, in bytes; those with a running turn are
     *     always kept
     * @param membership tells whether other nodes write to the same store, in which case the state in memory may be out of date
     */
    public ConversationLog(ConversationStore store, Clock clock, long foldBytes, Membership membership) {
        this.store = store;
        this.clock = clock;
        this.folds = new Folds(foldBytes);
        this.membership = membership;
    }

    /** @param watcher notified of everything that this node appends and shows from now on; replaces any earlier watcher */
    public void watch(LogWatcher watcher) {
        this.watcher = watcher;
    }

    private void tell(Consumer<LogWatcher> what) {
        LogWatcher told = watcher;
        if (told == null) {
            return;
        }
        try {
            what.accept(told);
        } catch (RuntimeException e) {
            // A failing watcher must not affect what was stored or shown.
            LOG.log(Level.WARNING, "what was appended could not be watched", e);
        }
    }

    /** Estimated bytes of memory that folded conversations take now. */
    public long foldedBytes() {
        return folds.held();
    }

    /** Creates an empty conversation; it is durable when this returns. */
    public ConversationHead create(String conversationId, String tenant, String owner, @Nullable String title) {
        Instant now = now();
        ConversationHead head = ConversationHead.begun(conversationId, tenant, owner, title, now);
        store.create(head);
        return head;
    }

    /** The owner and what lists show, without folding the conversation; empty if there is no such conversation. */
    public Optional<ConversationHead> head(String conversationId) {
        OpenConversation known = open.get(conversationId);
        return known != null && !known.isGone() && known.isCurrent(membership.solitude())
                ? Optional.of(known.head())
                : store.find(conversationId);
    }

    /**
     * Looks at the state under the conversation's lock.
     *
     * @return empty if there is no such conversation
     */
    public <T> Optional<T> view(String conversationId, Function<Conversation, T> look) {
        return withState(conversationId, known -> look.apply(known.state()));
    }

    /** The outcome of an append: the recorded events and the result of the decision. */
    public record Appended<T>(List<RecordedEvent> events, T result) {}

    /** What to append, and a result for the caller. */
    public record Decided<T>(Append append, T result) {}

    /**
     * Decides what to append under the conversation's lock, stores it durably, then shows it to the readers. If another node
     * has appended in the meantime, the decision is repeated on the new state.
     *
     * @return empty if there is no such conversation
     */
    public <T> Optional<Appended<T>> append(String conversationId, Function<Conversation, Decided<T>> decide) {
        return withState(conversationId, known -> {
            for (int conflict = 0; ; conflict++) {
                Decided<T> decided = decide.apply(known.state());
                try {
                    return new Appended<>(store(known, decided.append()), decided.result());
                } catch (ConversationStore.SequenceTaken e) {
                    catchUpAfter(conflict, e, known);
                }
            }
        });
    }

    private List<RecordedEvent> store(OpenConversation known, Append append) {
        if (append.events().isEmpty() && append.alongside().isEmpty()) {
            return List.of();
        }
        List<RecordedEvent> recorded = new ArrayList<>(append.events().size());
        long seq = known.state().lastSeq();
        Instant now = now();
        for (DraftEvent draft : append.events()) {
            recorded.add(new RecordedEvent(++seq, draft.turnId(), now, draft.event()));
        }
        try {
            store.append(known.state().headAfter(recorded), recorded, append.alongside());
        } catch (ConversationStore.SequenceTaken e) {
            throw e;
        } catch (RuntimeException e) {
            // It is unknown what was stored: the next use reads the store again.
            known.doubt();
            throw e;
        }
        recorded.forEach(known::add);
        tell(told -> told.appended(known.state(), recorded));
        return recorded;
    }

    private static void catchUpAfter(int conflict, ConversationStore.SequenceTaken e, OpenConversation known) {
        if (conflict == MOST_CONFLICTS) {
            throw e;
        }
        known.catchUp();
    }

    /** Appends without a decision. */
    public Optional<List<RecordedEvent>> append(String conversationId, Append append) {
        return append(conversationId, conversation -> new Decided<>(append, true))
                .map(Appended::events);
    }

    /**
     * Does the work inside the transaction that stores the event it returns, so that either both take effect or neither. The
     * work runs on the store's thread and must be short.
     */
    public void appendWithin(
            String conversationId, String turnId, Supplier<ConversationEvent> work, List<Write> alongside) {
        withState(conversationId, known -> {
            for (int conflict = 0; ; conflict++) {
                try {
                    RecordedEvent recorded = storeWithin(known, turnId, work, alongside);
                    known.add(recorded);
                    tell(told -> told.appended(known.state(), List.of(recorded)));
                    return true;
                } catch (ConversationStore.SequenceTaken e) {
                    catchUpAfter(conflict, e, known);
                }
            }
        });
    }

    private RecordedEvent storeWithin(
            OpenConversation known, String turnId, Supplier<ConversationEvent> work, List<Write> alongside) {
        AtomicReference<RecordedEvent> recorded = new AtomicReference<>();
        long seq = known.state().lastSeq() + 1;
        try {
            store.appendWithin(
                    known.state().headAfter(List.of()),
                    () -> {
                        recorded.set(new RecordedEvent(seq, turnId, now(), work.get()));
                        return recorded.get();
                    },
                    alongside);
        } catch (ConversationStore.SequenceTaken e) {
            throw e;
        } catch (RuntimeException e) {
            known.doubt();
            throw e;
        }
        return Objects.requireNonNull(recorded.get());
    }

    /**
     * Events with {@code seq > after}, in order, at most {@code limit}; empty if there is no such conversation.
     *
     * @throws BeyondTheEnd if the conversation ends before {@code after}
     */
    public Optional<List<RecordedEvent>> read(String conversationId, long after, int limit) {
        return find(conversationId, after).map(head -> store.read(head, after, limit));
    }

    private Optional<ConversationHead> find(String conversationId, long after) {
        Optional<ConversationHead> head = store.find(conversationId);
        head.filter(found -> found.lastSeq() < after).ifPresent(found -> {
            throw new BeyondTheEnd(found.lastSeq());
        });
        return head;
    }

    /** Shows readers a piece of a message that is being written. */
    public void publish(String conversationId, TextDelta delta) {
        tell(told -> told.showed(conversationId, delta));
        withReaders(conversationId, known -> known.show(delta));
    }

    /** Shows that a model is being loaded. */
    public void publish(String conversationId, ModelLoading loading) {
        withReaders(conversationId, known -> known.show(loading));
    }

    private void withReaders(String conversationId, Consumer<OpenConversation> show) {
        OpenConversation known = open.get(conversationId);
        if (known == null) {
            return;
        }
        known.lock.lock();
        try {
            show.accept(known);
        } finally {
            known.lock.unlock();
        }
    }

    /**
     * Gives the reader every event after {@code after}, then, if a message is being written, its text so far as one delta with
     * index 0, then everything new. The conversation is not folded for this.
     *
     * @return empty if there is no such conversation
     * @throws BeyondTheEnd if the conversation ends before {@code after}
     */
    public Optional<Subscription> subscribe(String conversationId, long after, Reader reader) {
        // Stored events are read without the lock, so that a long log blocks no other thread; the lock covers only the
        // switch
        // to new events.
        Optional<ConversationHead> head = find(conversationId, after);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        if (after > head.get().lastSeq()) {
            throw new BeyondTheEnd(head.get().lastSeq());
        }
        long position = after;
        while (true) {
            List<RecordedEvent> page = store.read(head.get(), position, PAGE);
            for (RecordedEvent event : page) {
                reader.onEvent(event);
                position = event.seq();
            }
            if (page.size() < PAGE) {
                break;
            }
        }
        long seam = position;
        return withOpen(conversationId, known -> {
            known.follow(reader, seam);
            return () -> unsubscribe(known, reader);
        });
    }

    private void unsubscribe(OpenConversation known, Reader reader) {
        known.lock.lock();
        try {
            if (known.unfollow(reader)) {
                forget(known);
            }
        } finally {
            known.lock.unlock();
        }
    }

    /** Destroys the conversation, in one transaction with the other writes, and tells its readers. */
    public void erase(String conversationId, List<Write> alongside) {
        withOpen(conversationId, known -> {
            store.erase(conversationId, alongside);
            forget(known);
            known.end();
            return true;
        });
    }

    /** Drops all state in memory, because the store has lost its latest events, and tells all readers where to start again. */
    public void startOver() {
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

    private void forget(OpenConversation known) {
        open.remove(known.id(), known);
        folds.forget(known);
    }

    /** Conversations with a turn that ran on a node that is no longer alive. */
    public List<ConversationHead> abandoned(int limit) {
        return store.abandoned(limit);
    }

    /** Writes for an append: from now on, a turn of the conversation runs under the epoch. */
    public List<Write> beginRun(String conversationId, long epoch) {
        return List.of(membership.requires(epoch), store.beginRun(conversationId, epoch));
    }

    /** Writes for an append: from now on, an abandoned turn of the conversation runs under the epoch. */
    public List<Write> takeOverRun(String conversationId, long epoch) {
        return List.of(membership.requires(epoch), store.takeOverRun(conversationId, epoch));
    }

    /** A write for an append: the turn no longer runs under the epoch. */
    public Write endRun(String conversationId, long epoch) {
        return store.endRun(conversationId, epoch);
    }

    /** A write that appends nothing: it records that no turn runs in this state, whatever a dead node has left behind. */
    public Write forgetRun(Conversation conversation) {
        return store.forgetRun(conversation.id(), conversation.lastSeq());
    }

    /**
     * Shows the readers of this node what other nodes have appended.
     *
     * @param also conversations to check even if they have no readers
     * @return false if nobody can have appended anything since the last time
     */
    public boolean catchUp(Collection<String> also) {
        long solitude = membership.solitude();
        if (solitude != 0 && solitude == caughtUpIn) {
            return false;
        }
        Set<String> watched = new HashSet<>(also);
        open.forEach((id, known) -> {
            if (known.isFollowed()) {
                watched.add(id);
            }
        });
        Map<String, Long> last = store.lastSeqs(watched);
        watched.forEach(id -> {
            OpenConversation known = open.get(id);
            if (known != null && known.lastSeen() != last.getOrDefault(id, 0L)) {
                showNew(id);
            }
        });
        caughtUpIn = solitude;
        return true;
    }

    private void showNew(String conversationId) {
        try {
            boolean there = withOpen(conversationId, known -> {
                        known.showNew();
                        return true;
                    })
                    .isPresent();
            if (there && store.find(conversationId).isEmpty()) {
                withState(conversationId, known -> true);
            }
        } catch (KeyRing.Damaged e) {
            LOG.log(Level.DEBUG, "conversation {0} cannot be followed", conversationId);
        }
    }

    private <T> Optional<T> withState(String conversationId, Function<OpenConversation, T> use) {
        Optional<T> used = withOpen(conversationId, known -> {
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

    private <T> Optional<T> withOpen(String conversationId, Function<OpenConversation, T> use) {
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

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
