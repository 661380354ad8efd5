package clda.conversation;

import clda.store.Position;
import clda.store.Rejected;
import clda.store.Write;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store of events and heads. Once {@link #append} has returned, its events are durable: they survive a crash of this
 * process or a loss of power.
 */
public interface ConversationStore {

    void create(ConversationHead head);

    Optional<ConversationHead> find(String conversationId);

    /**
     * Lists conversations, newest first.
     *
     * @param before the position after which to list; null to start with the newest
     * @param archived whether to list the archived ones instead of the others
     */
    List<ConversationHead> list(String tenant, String owner, @Nullable Position before, boolean archived, int limit);

    /**
     * Stores the events and the other writes in one transaction.
     *
     * @param head with the state and the number of turns after the events
     * @throws SequenceTaken if one of the numbers is already used; nothing was stored
     */
    void append(ConversationHead head, List<RecordedEvent> events, List<Write> alongside);

    /**
     * Records that the owner has been shown the events up to this number.
     *
     * @throws java.util.NoSuchElementException if there is no such conversation
     */
    void read(String conversationId, long upTo);

    /**
     * Carries out the other writes, then the work, and stores the event that the work returns, all in one transaction. The work
     * may run a second time if the first attempt was rolled back. The event does not change the state or the number of turns.
     *
     * @throws SequenceTaken if the event's number is already used; nothing was stored and the work was rolled back
     */
    void appendWithin(ConversationHead head, Supplier<RecordedEvent> work, List<Write> alongside);

    /** Events with {@code seq > after}, in order. */
    List<RecordedEvent> read(ConversationHead head, long after, int limit);

    /**
     * The number of the event that starts the last {@code turns} turns before event {@code before}.
     *
     * @return 1 if there are fewer turns
     */
    long beginningOf(String conversationId, int turns, long before);

    /** Destroys the data key and all rows of a conversation, in one transaction with the other writes. */
    void erase(String conversationId, List<Write> alongside);

    /** The number of the last event of each conversation that has events. */
    Map<String, Long> lastSeqs(Collection<String> conversationIds);

    /**
     * Records that a turn of the conversation runs under the epoch.
     *
     * @return a write that fails with {@link RunTaken} if a turn runs under another epoch whose node is alive
     */
    Write beginRun(String conversationId, long epoch);

    /**
     * Records that a turn that ran under the epoch of a node that is no longer alive now runs under this epoch.
     *
     * @return a write that fails with {@link RunTaken} if there is no such turn: only one caller can take it over, also within
     *     a node
     */
    Write takeOverRun(String conversationId, long epoch);

    /**
     * Records that a turn of the conversation waits for another node to run it, and that none runs under this epoch.
     *
     * @return a write that fails with {@link RunTaken} if a turn runs under another epoch whose node is alive
     */
    Write leaveRun(String conversationId, long epoch);

    /**
     * Records that a turn that waited for a node now runs under this epoch.
     *
     * @return a write that fails with {@link RunTaken} if none waits: only one caller can take it, also within a node
     */
    Write takeLeftRun(String conversationId, long epoch);

    /**
     * Conversations with a turn that waits for a node, by their ids.
     *
     * @param after only those behind this id; empty for the first
     */
    List<ConversationHead> left(String after, int limit);

    /** Records that the turn no longer runs under the epoch; the write fails with {@link RunTaken} if none did. */
    Write endRun(String conversationId, long epoch);

    /** Conversations with a turn that runs under an epoch whose node is not alive; not those that wait for a node. */
    List<ConversationHead> abandoned(int limit);

    /**
     * Removes the record of a running turn unless its node is alive.
     *
     * @param seen the number of the last event that the caller knows of
     * @return a write that fails with {@link SequenceTaken} if later events have been stored, which may have started a turn
     */
    Write forgetRun(String conversationId, long seen);

    /** Another writer has appended to the conversation. */
    final class SequenceTaken extends Rejected {
        public SequenceTaken(String conversationId) {
            super("another writer appended to conversation " + conversationId);
        }
    }

    /** Another node runs the turn. */
    final class RunTaken extends RuntimeException {
        public RunTaken(String conversationId) {
            super("the turn of conversation " + conversationId + " is another node's");
        }
    }
}
