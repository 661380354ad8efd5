package clda.conversation;

import clda.store.Membership;
import clda.store.Write;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
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

    private static final int PAGE = CachedPages.PAGE;

    private final ConversationStore store;
    private final Clock clock;
    private final Membership membership;
    private final Folds folds;
    private final GuardedWatcher watcher = new GuardedWatcher();
    private final OpenConversations open;
    private final LogCatchUp catchUp;
    private final Appends appends;

    /**
     * @param foldBytes approximate limit for the memory of all folded conversations, in bytes; those with a running turn are
     *     always kept
     * @param membership tells whether other nodes write to the same store, in which case the state in memory may be out of date
     */
    public ConversationLog(ConversationStore store, Clock clock, long foldBytes, Membership membership) {
        this.store = store;
        this.clock = clock;
        this.membership = membership;
        this.folds = new Folds(foldBytes);
        this.open = new OpenConversations(store, membership, folds, watcher);
        this.catchUp = new LogCatchUp(store, membership, open);
        this.appends = new Appends(store, this::now, watcher);
    }

    /** @param watcher notified of everything that this node appends and shows from now on */
    public void watch(LogWatcher watcher) {
        this.watcher.add(watcher);
    }

    /** @param told whether other nodes notify this one of what they store, so that it need not look as often */
    public void relayed(BooleanSupplier told) {
        catchUp.relayed(told);
    }

    /** Estimated bytes of memory that folded conversations take now. */
    public long foldedBytes() {
        return folds.held();
    }

    /** Creates an empty conversation; it is durable when this returns. */
    public ConversationHead create(String conversationId, String tenant, String owner, @Nullable String title) {
        return create(conversationId, tenant, owner, title, null);
    }

    /** @param canaryOf the release in whose canary arm it begins; null for the stable arm */
    public ConversationHead create(
            String conversationId, String tenant, String owner, @Nullable String title, @Nullable Long canaryOf) {
        ConversationHead head = ConversationHead.begun(conversationId, tenant, owner, title, now(), canaryOf);
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
        return open.withState(conversationId, known -> look.apply(known.state()));
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
        return open.withState(conversationId, known -> appends.append(known, decide));
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
        open.withState(conversationId, known -> {
            appends.appendWithin(known, turnId, work, alongside);
            return true;
        });
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

    /** This node runs a turn from now on that another one has opened. */
    public void taken(String conversationId, String turnId) {
        view(conversationId, conversation -> {
            watcher.taken(conversation, conversation.turn(turnId));
            return true;
        });
    }

    /** Shows readers a piece of a message that is being written. */
    public void publish(String conversationId, TextDelta delta) {
        open.ifOpen(conversationId, known -> {
            known.show(delta);
            watcher.showed(conversationId, delta);
        });
    }

    /** Shows that a model is being loaded. */
    public void publish(String conversationId, ModelLoading loading) {
        open.ifOpen(conversationId, known -> {
            known.show(loading);
            watcher.showed(conversationId, loading);
        });
    }

    /** Shows readers a piece of a message that another node is writing, unless that message is known to be complete. */
    public void relay(String conversationId, TextDelta delta) {
        open.ifOpen(conversationId, known -> known.showRelayed(delta));
    }

    /** Shows that another node's turn waits for a model that is being loaded. */
    public void relay(String conversationId, ModelLoading loading) {
        open.ifOpen(conversationId, known -> known.showRelayed(loading));
    }

    /**
     * Shows readers what another node has stored; to be called when that node says so.
     *
     * @param lastSeq number of the last event; {@link Long#MAX_VALUE} if the conversation may be erased
     */
    public void look(String conversationId, long lastSeq) {
        catchUp.look(conversationId, lastSeq);
    }

    /**
     * Hands over the text so far of the message that this node is writing, if it is writing one; what is shown later is shown
     * after this returns.
     */
    public void retell(String conversationId, Consumer<TextDelta> to) {
        open.ifOpen(conversationId, known -> known.writtenHere().ifPresent(to));
    }

    /** Number of the last event of a conversation that this node holds in memory; empty if it holds none of it. */
    public OptionalLong lastSeq(String conversationId) {
        OpenConversation known = open.get(conversationId);
        return known == null ? OptionalLong.empty() : OptionalLong.of(known.lastSeen());
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
        // switch to new events.
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
        return open.with(conversationId, known -> {
            open.follow(known, reader, seam);
            return () -> open.unfollow(known, reader);
        });
    }

    /** Destroys the conversation, in one transaction with the other writes, and tells its readers. */
    public void erase(String conversationId, List<Write> alongside) {
        open.with(conversationId, known -> {
            store.erase(conversationId, alongside);
            open.forget(known);
            known.end();
            watcher.erased(conversationId);
            return true;
        });
    }

    /** Drops all state in memory, because the store has lost its latest events, and tells all readers where to start again. */
    public void startOver() {
        open.startOver();
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

    /** Conversations with a turn that waits for a node; see {@link ConversationStore#left}. */
    public List<ConversationHead> left(String after, int limit) {
        return store.left(after, limit);
    }

    /** Writes for an append: from now on, a turn of the conversation waits for another node than that of the epoch. */
    public List<Write> leaveRun(String conversationId, long epoch) {
        return List.of(membership.requires(epoch), store.leaveRun(conversationId, epoch));
    }

    /** Writes for an append: from now on, the turn of the conversation that waited for a node runs under the epoch. */
    public List<Write> takeLeftRun(String conversationId, long epoch) {
        return List.of(membership.requires(epoch), store.takeLeftRun(conversationId, epoch));
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
        return catchUp.check(also);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
