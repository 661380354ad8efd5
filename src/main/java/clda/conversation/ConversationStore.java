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
 * The store of events and heads. What {@link #append} has returned from is durable: no crash of this process or loss of power
 * takes it back.
 */
public interface ConversationStore {

    void create(ConversationHead head);

    Optional<ConversationHead> find(String conversationId);

    /**
     * The newest first.
     *
     * @param before the place behind which to list; null for the newest
     * @param archived whether to list the archived ones instead of the others
     */
    List<ConversationHead> list(String tenant, String owner, @Nullable Position before, boolean archived, int limit);

    /**
     * Stores the events and the other writes in one transaction.
     *
     * @param head with the state and the turns as they are after the events
     * @throws SequenceTaken if one of the numbers is already used; nothing was stored
     */
    void append(ConversationHead head, List<RecordedEvent> events, List<Write> alongside);

    /**
     * Notes that the owner has been shown the events up to this one.
     *
     * @throws java.util.NoSuchElementException if there is no such conversation
     */
    void read(String conversationId, long upTo);

    /**
     * Carries out the other writes, then the work, and stores the event that it returns, all in one transaction. The work may
     * be asked for twice, after the first time was rolled back. The event leaves the state and the turns as they are.
     *
     * @throws SequenceTaken if the event's number is already used; nothing was stored and the work was rolled back
     */
    void appendWithin(ConversationHead head, Supplier<RecordedEvent> work, List<Write> alongside);

    /** Events with {@code seq > after}, in order. */
    List<RecordedEvent> read(ConversationHead head, long after, int limit);

    /**
     * The number of the event with which the last so many turns before an event begin.
     *
     * @return 1 if there are not so many
     */
    long beginningOf(String conversationId, int turns, long before);

    /** Destroys the data key and all rows of a conversation, in one transaction with the other writes. */
    void erase(String conversationId, List<Write> alongside);

    /** The last number of each of the conversations that has events. */
    Map<String, Long> lastSeqs(Collection<String> conversationIds);

    /**
     * Records that a turn of the conversation runs under the epoch.
     *
     * @return a write that fails with {@link RunTaken} if one runs under another epoch whose node is alive
     */
    Write beginRun(String conversationId, long epoch);

    /**
     * Records that what ran under the epoch of a node that is no longer alive runs under this one.
     *
     * @return a write that fails with {@link RunTaken} if it does not: who takes over is one, also within a node
     */
    Write takeOverRun(String conversationId, long epoch);

    /** Records that the turn that ran under the epoch does no longer; fails with {@link RunTaken} if none did. */
    Write endRun(String conversationId, long epoch);

    /** Conversations with a turn that runs under an epoch whose node is not alive. */
    List<ConversationHead> abandoned(int limit);

    /**
     * Removes what is recorded of a running turn, if it is not one of a node that is alive.
     *
     * @param seen the last number that the caller knows of
     * @return a write that fails with {@link SequenceTaken} if more has been stored: a turn may have begun with it
     */
    Write forgetRun(String conversationId, long seen);

    /** Another writer has appended to the conversation. */
    final class SequenceTaken extends Rejected {
        public SequenceTaken(String conversationId) {
            super("another writer appended to conversation " + conversationId);
        }
    }

    /** Another node carries the turn on. */
    final class RunTaken extends RuntimeException {
        public RunTaken(String conversationId) {
            super("the turn of conversation " + conversationId + " is another node's");
        }
    }
}
