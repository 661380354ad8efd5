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
 * The one way to change a conversation: decide on its present state, append events, and only then show them to readers.
 * A reader subscribes from a position and gets what is stored after it, then what happens, each once and in order.
 *
 * <p>Safe for use by many threads; appends to one conversation take turns. A reader is called by the appending thread and
 * must hand over quickly.
 */
public final class ConversationLog {

    /** What to append after looking at the state. */
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

    /** Follows one conversation. Must not block. */
    public interface Reader {
        void onEvent(RecordedEvent event);

        void onDelta(TextDelta delta);

        /** Until the next event or delta of the turn. */
        default void onLoading(ModelLoading loading) {
            // Who only counts or waits for the end has no use for it.
        }

        /** The conversation was erased; nothing more will come. */
        void onErased();

        /**
         * The store has lost what came after a number; nothing more will come. Who follows again begins there.
         *
         * @param after the last number that the store has
         */
        void onLost(long after);
    }

    /** Someone wants to go on after a number that the conversation does not have: what they have seen is lost. */
    public static final class BeyondTheEnd extends RuntimeException {
        private final long end;

        BeyondTheEnd(long end) {
            super("the conversation ends at " + end, null, false, false);
            this.end = end;
        }

        /** The last number that there is. */
        public long end() {
            return end;
        }
    }

    /** So much is being folded that there is no room for more; nothing was changed. */
    public static final class Overloaded extends RuntimeException {
        Overloaded() {
            super("too many conversations are being opened at the same time", null, false, false);
        }
    }

    /** Ends the following; may be called often. */
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

    /**
     * @param foldBytes about how many bytes of memory folded conversations may take together; those in which a turn runs are kept
     *     in any case
     * @param membership tells whether others write to the same store, so that what is kept in memory may be out of date
     */
    public ConversationLog(ConversationStore store, Clock clock, long foldBytes, Membership membership) {
        this.store = store;
        this.clock = clock;
        this.folds = new Folds(foldBytes);
        this.membership = membership;
    }

    /** @param watcher is told of all that this node appends and shows from now on, in place of any before it */
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
            // It is stored; that somebody could not count it changes nothing.
            LOG.log(Level.WARNING, "what was appended could not be watched", e);
        }
    }

    /** About how many bytes of memory folded conversations take at this moment. */
    public long foldedBytes() {
        return folds.held();
    }

    /** Makes an empty conversation; it is durable when this returns. */
    public ConversationHead create(String conversationId, String tenant, String owner, @Nullable String title) {
        Instant now = now();
        ConversationHead head = ConversationHead.begun(conversationId, tenant, owner, title, now);
        store.create(head);
        return head;
    }

    /** Whose it is and what lists show of it, without folding it; empty if there is no such conversation. */
    public Optional<ConversationHead> head(String conversationId) {
        OpenConversation known = open.get(conversationId);
        return known != null && !known.isGone() && membership.alone()
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

    /** What an append came to: the events in their place and whatever the decision returned. */
    public record Appended<T>(List<RecordedEvent> events, T result) {}

    /** A decision together with something to tell its maker. */
    public record Decided<T>(Append append, T result) {}

    /**
     * Decides what to append while nobody else on this node can, stores it durably, then shows it to the readers. If another
     * node has appended meanwhile, it is decided anew on what there is now.
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
            // What was stored is no longer certain: the next use looks what there is.
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
     * Does the work inside the transaction that stores the event it returns, so that both happen or neither. The work runs
     * on the store's thread and must be short.
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

    /** Shows a piece of a message in the making. */
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
     * Gives the reader everything after {@code after}, then, if a message is being written, its text so far as one delta
     * with index 0, then whatever happens. Nothing is folded for it.
     *
     * @return empty if there is no such conversation
     * @throws BeyondTheEnd if the conversation ends before {@code after}
     */
    public Optional<Subscription> subscribe(String conversationId, long after, Reader reader) {
        // The past is read without the lock, so that a long one holds nobody up; the lock only covers the seam.
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

    /** Drops what is kept in memory, since the store has gone back behind it, and tells all readers where to begin again. */
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

    /** Conversations whose turn was carried on by a node that is no longer alive. */
    public List<ConversationHead> abandoned(int limit) {
        return store.abandoned(limit);
    }

    /** A part of an append: a turn of the conversation runs under the epoch from now on. */
    public List<Write> beginRun(String conversationId, long epoch) {
        return List.of(membership.requires(epoch), store.beginRun(conversationId, epoch));
    }

    /** A part of an append: what was left of a turn of the conversation runs under the epoch from now on. */
    public List<Write> takeOverRun(String conversationId, long epoch) {
        return List.of(membership.requires(epoch), store.takeOverRun(conversationId, epoch));
    }

    /** A part of an append: the turn that ran under the epoch does no longer. */
    public Write endRun(String conversationId, long epoch) {
        return store.endRun(conversationId, epoch);
    }

    /** A write that appends nothing: it states that no turn runs in this state, whatever a dead node has left behind. */
    public Write forgetRun(Conversation conversation) {
        return store.forgetRun(conversation.id(), conversation.lastSeq());
    }

    /**
     * Shows the readers of this node what other nodes have appended.
     *
     * @param also conversations to look at although nobody follows them
     */
    public void catchUp(Collection<String> also) {
        if (membership.alone()) {
            return;
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
                    known.unfold(membership.alone());
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
