package clda.conversation;

import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLog.Appended;
import clda.conversation.ConversationLog.Decided;
import clda.conversation.ConversationStore.SequenceTaken;
import clda.store.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Appends to a conversation: stores the events with the next numbers, then applies them to the state in memory, which shows
 * them to the readers. If another node has taken the numbers meanwhile, its events are read and everything is decided again.
 *
 * <p>Whoever calls this holds the lock of the conversation and has unfolded it.
 */
final class Appends {

    private static final int MAX_CONFLICTS = 1_000;

    private final ConversationStore store;
    private final Supplier<Instant> now;
    private final LogWatcher watcher;

    Appends(ConversationStore store, Supplier<Instant> now, LogWatcher watcher) {
        this.store = store;
        this.now = now;
        this.watcher = watcher;
    }

    <T> Appended<T> append(OpenConversation known, Function<Conversation, Decided<T>> decide) {
        for (int conflict = 0; ; conflict++) {
            Decided<T> decided = decide.apply(known.state());
            try {
                return new Appended<>(store(known, decided.append()), decided.result());
            } catch (SequenceTaken e) {
                catchUpAfter(conflict, e, known);
            }
        }
    }

    private List<RecordedEvent> store(OpenConversation known, Append append) {
        if (append.events().isEmpty() && append.alongside().isEmpty()) {
            return List.of();
        }
        List<RecordedEvent> recorded = new ArrayList<>(append.events().size());
        long seq = known.state().lastSeq();
        Instant at = now.get();
        for (DraftEvent draft : append.events()) {
            recorded.add(new RecordedEvent(++seq, draft.turnId(), at, draft.event()));
        }
        try {
            store.append(known.state().headAfter(recorded), recorded, append.alongside());
        } catch (SequenceTaken e) {
            throw e;
        } catch (RuntimeException e) {
            // It is unknown what was stored: the next use reads the store again.
            known.doubt();
            throw e;
        }
        recorded.forEach(known::add);
        watcher.appended(known.state(), recorded);
        return recorded;
    }

    /** Appends the event that the work returns, in the transaction in which the work is done. */
    void appendWithin(OpenConversation known, String turnId, Supplier<ConversationEvent> work, List<Write> alongside) {
        for (int conflict = 0; ; conflict++) {
            try {
                RecordedEvent recorded = storeWithin(known, turnId, work, alongside);
                known.add(recorded);
                watcher.appended(known.state(), List.of(recorded));
                return;
            } catch (SequenceTaken e) {
                catchUpAfter(conflict, e, known);
            }
        }
    }

    private RecordedEvent storeWithin(
            OpenConversation known, String turnId, Supplier<ConversationEvent> work, List<Write> alongside) {
        AtomicReference<RecordedEvent> recorded = new AtomicReference<>();
        long seq = known.state().lastSeq() + 1;
        try {
            store.appendWithin(
                    known.state().headAfter(List.of()),
                    () -> {
                        recorded.set(new RecordedEvent(seq, turnId, now.get(), work.get()));
                        return recorded.get();
                    },
                    alongside);
        } catch (SequenceTaken e) {
            throw e;
        } catch (RuntimeException e) {
            known.doubt();
            throw e;
        }
        return Objects.requireNonNull(recorded.get());
    }

    private static void catchUpAfter(int conflict, SequenceTaken e, OpenConversation known) {
        if (conflict == MAX_CONFLICTS) {
            throw e;
        }
        known.catchUp();
    }
}
