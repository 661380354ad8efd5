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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
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

        /** The conversation was erased; nothing more will come. */
        void onErased();

        /**
         * The store has lost what came after a number; nothing more will come. Who follows again begins there.
         *
         * @param after the last number that the store has
         */
        void onLost(long after);
    }

    /** Somebody wants to go on after a number that the conversation does not have: what they have seen is lost. */
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
    private final int cachedConversations;
    private final Membership membership;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Map<String, Entry> recentlyUsed = new LinkedHashMap<>(64, 0.75f, true);

    /**
     * @param cachedConversations how many folded conversations are kept in memory when nobody follows them
     * @param membership tells whether others write to the same store, so that what is kept in memory may be out of date
     */
    public ConversationLog(ConversationStore store, Clock clock, int cachedConversations, Membership membership) {
        this.store = store;
        this.clock = clock;
        this.cachedConversations = cachedConversations;
        this.membership = membership;
    }

    /** Makes an empty conversation; it is durable when this returns. */
    public ConversationHead create(String conversationId, String tenant, String owner, @Nullable String title) {
        Instant now = now();
        ConversationHead head = ConversationHead.begun(conversationId, tenant, owner, title, now);
        store.create(head);
        return head;
    }

    /**
     * Looks at the state under the conversation's lock.
     *
     * @return empty if there is no such conversation
     */
    public <T> Optional<T> view(String conversationId, Function<Conversation, T> look) {
        return withEntry(conversationId, entry -> look.apply(entry.conversation));
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
        return withEntry(conversationId, entry -> {
            for (int conflict = 0; ; conflict++) {
                Decided<T> decided = decide.apply(entry.conversation);
                try {
                    return new Appended<>(store(entry, decided.append()), decided.result());
                } catch (ConversationStore.SequenceTaken e) {
                    catchUpAfter(conflict, e, entry);
                }
            }
        });
    }

    private List<RecordedEvent> store(Entry entry, Append append) {
        if (append.events().isEmpty() && append.alongside().isEmpty()) {
            return List.of();
        }
        List<RecordedEvent> recorded = new ArrayList<>(append.events().size());
        long seq = entry.conversation.lastSeq();
        Instant now = now();
        for (DraftEvent draft : append.events()) {
            recorded.add(new RecordedEvent(++seq, draft.turnId(), now, draft.event()));
        }
        try {
            store.append(entry.conversation.headAfter(recorded), recorded, append.alongside());
        } catch (ConversationStore.SequenceTaken e) {
            throw e;
        } catch (RuntimeException e) {
            // What was stored is no longer certain: the next use looks what there is.
            entry.doubtful = true;
            throw e;
        }
        recorded.forEach(entry::add);
        return recorded;
    }

    private static void catchUpAfter(int conflict, ConversationStore.SequenceTaken e, Entry entry) {
        if (conflict == MOST_CONFLICTS) {
            throw e;
        }
        entry.catchUp();
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
        withEntry(conversationId, entry -> {
            for (int conflict = 0; ; conflict++) {
                try {
                    entry.add(storeWithin(entry, turnId, work, alongside));
                    return true;
                } catch (ConversationStore.SequenceTaken e) {
                    catchUpAfter(conflict, e, entry);
                }
            }
        });
    }

    private RecordedEvent storeWithin(
            Entry entry, String turnId, Supplier<ConversationEvent> work, List<Write> alongside) {
        AtomicReference<RecordedEvent> recorded = new AtomicReference<>();
        long seq = entry.conversation.lastSeq() + 1;
        try {
            store.appendWithin(
                    entry.conversation.headAfter(List.of()),
                    () -> {
                        recorded.set(new RecordedEvent(seq, turnId, now(), work.get()));
                        return recorded.get();
                    },
                    alongside);
        } catch (ConversationStore.SequenceTaken e) {
            throw e;
        } catch (RuntimeException e) {
            entry.doubtful = true;
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
        Entry entry = entries.get(conversationId);
        if (entry == null) {
            return;
        }
        entry.lock.lock();
        try {
            entry.publish(delta);
        } finally {
            entry.lock.unlock();
        }
    }

    /**
     * Gives the reader everything after {@code after}, then, if a message is being written, its text so far as one delta
     * with index 0, then whatever happens.
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
        return withEntry(conversationId, entry -> {
            if (entry.conversation.lastSeq() < seam) {
                throw new BeyondTheEnd(entry.conversation.lastSeq());
            }
            if (entry.conversation.lastSeq() > seam) {
                store.read(entry.conversation.head(), seam, Integer.MAX_VALUE).forEach(reader::onEvent);
            }
            entry.readers.add(reader);
            if (entry.writing != null) {
                reader.onDelta(entry.writing.soFar());
            }
            return () -> unsubscribe(entry, reader);
        });
    }

    private void unsubscribe(Entry entry, Reader reader) {
        entry.lock.lock();
        try {
            entry.readers.remove(reader);
        } finally {
            entry.lock.unlock();
        }
        trim();
    }

    /** Destroys the conversation, in one transaction with the other writes, and tells its readers. */
    public void erase(String conversationId, List<Write> alongside) {
        withEntry(conversationId, entry -> {
            store.erase(conversationId, alongside);
            forget(entry);
            return true;
        });
    }

    private void forget(Entry entry) {
        drop(entry);
        entry.readers.forEach(Reader::onErased);
        entry.readers.clear();
    }

    /** Drops what is kept in memory, since the store has gone back behind it, and tells all readers where to begin again. */
    public void startOver() {
        List<Entry> all = List.copyOf(entries.values());
        Map<String, Long> ends = store.lastSeqs(all.stream()
                .filter(entry -> !entry.readers.isEmpty())
                .map(entry -> entry.conversation.id())
                .toList());
        for (Entry entry : all) {
            entry.lock.lock();
            try {
                drop(entry);
                long end = Math.min(ends.getOrDefault(entry.conversation.id(), 0L), entry.lastSeen);
                entry.readers.forEach(reader -> reader.onLost(end));
                entry.readers.clear();
            } finally {
                entry.lock.unlock();
            }
        }
    }

    private void drop(Entry entry) {
        entry.gone = true;
        entries.remove(entry.conversation.id(), entry);
        synchronized (recentlyUsed) {
            recentlyUsed.remove(entry.conversation.id());
        }
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

    /** All of an append: nothing runs in this state, whatever a node that is no longer alive has left behind. */
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
        entries.forEach((id, entry) -> {
            if (!entry.readers.isEmpty()) {
                watched.add(id);
            }
        });
        Map<String, Long> last = store.lastSeqs(watched);
        watched.forEach(id -> {
            Entry entry = entries.get(id);
            if (entry != null && entry.lastSeen != last.getOrDefault(id, 0L)) {
                lookAt(id);
            }
        });
    }

    /** Looking is catching up while this node is not alone. */
    private void lookAt(String conversationId) {
        try {
            view(conversationId, Conversation::lastSeq);
        } catch (KeyRing.Damaged e) {
            LOG.log(Level.DEBUG, "conversation {0} cannot be followed", conversationId);
        }
    }

    private <T> Optional<T> withEntry(String conversationId, Function<Entry, T> use) {
        while (true) {
            Optional<Entry> found = entry(conversationId);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Entry entry = found.get();
            entry.lock.lock();
            try {
                if (entry.gone) {
                    continue;
                }
                if (entry.doubtful || !membership.alone()) {
                    entry.catchUp();
                }
                if (entry.gone) {
                    return Optional.empty();
                }
                return Optional.of(use.apply(entry));
            } finally {
                entry.lock.unlock();
            }
        }
    }

    private Optional<Entry> entry(String conversationId) {
        Entry known = entries.get(conversationId);
        if (known == null) {
            Optional<ConversationHead> head = store.find(conversationId);
            if (head.isEmpty()) {
                return Optional.empty();
            }
            known = entries.computeIfAbsent(conversationId, id -> new Entry(head.get()));
            trim();
        }
        synchronized (recentlyUsed) {
            recentlyUsed.put(conversationId, known);
        }
        return Optional.of(known);
    }

    /** Drops the folds that nobody has used for longest; those with readers or a turn in progress stay. */
    private void trim() {
        synchronized (recentlyUsed) {
            if (recentlyUsed.size() <= cachedConversations) {
                return;
            }
            var oldest = recentlyUsed.values().iterator();
            int surplus = recentlyUsed.size() - cachedConversations;
            while (surplus > 0 && oldest.hasNext()) {
                Entry entry = oldest.next();
                if (entry.lock.tryLock()) {
                    try {
                        if (entry.readers.isEmpty()
                                && entry.conversation.active().isEmpty()) {
                            entry.gone = true;
                            entries.remove(entry.conversation.id(), entry);
                            oldest.remove();
                            surplus--;
                        }
                    } finally {
                        entry.lock.unlock();
                    }
                }
            }
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private final class Entry {
        private final ReentrantLock lock = new ReentrantLock();
        // A reader may leave while it is told.
        private final Set<Reader> readers = new CopyOnWriteArraySet<>();
        private final Conversation conversation;
        /** Whether the store may hold events that are not in the fold; so it is in the beginning. */
        private boolean doubtful = true;

        private volatile long lastSeen;
        private boolean gone;
        private @Nullable Writing writing;

        Entry(ConversationHead head) {
            this.conversation = new Conversation(head);
        }

        /** Takes in what the store has and the fold has not, and shows it. */
        void catchUp() {
            List<RecordedEvent> page;
            do {
                page = store.read(conversation.head(), conversation.lastSeq(), PAGE);
                page.forEach(this::add);
            } while (page.size() == PAGE);
            doubtful = false;
            boolean mayBeErased = page.isEmpty() && conversation.lastSeq() > 0;
            if (mayBeErased && store.find(conversation.id()).isEmpty()) {
                forget(this);
            }
        }

        void add(RecordedEvent event) {
            conversation.apply(event);
            lastSeen = event.seq();
            publish(event);
        }

        void publish(RecordedEvent event) {
            if (event.event() instanceof ConversationEvent.MessageCompleted
                    || event.type().settlesTurn()
                    || event.event() instanceof ConversationEvent.TurnStarted) {
                writing = null;
            }
            readers.forEach(reader -> reader.onEvent(event));
        }

        void publish(TextDelta delta) {
            if (writing == null || delta.index() == 0 || !writing.messageId.equals(delta.messageId())) {
                writing = new Writing(delta.turnId(), delta.messageId());
            }
            writing.text.append(delta.text());
            readers.forEach(reader -> reader.onDelta(delta));
        }
    }

    /** A message in the making, kept for readers that come in its middle. */
    private static final class Writing {
        private final String turnId;
        private final String messageId;
        private final StringBuilder text = new StringBuilder();

        Writing(String turnId, String messageId) {
            this.turnId = turnId;
            this.messageId = messageId;
        }

        TextDelta soFar() {
            return new TextDelta(turnId, messageId, 0, text.toString());
        }
    }
}
