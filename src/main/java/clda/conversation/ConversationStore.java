package clda.conversation;

import clda.store.Write;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where events and heads are kept. What {@link #append} has returned from is durable: no crash of this process or loss of
 * power takes it back.
 */
public interface ConversationStore {

    void create(ConversationHead head);

    Optional<ConversationHead> find(String conversationId);

    /**
     * The newest first.
     *
     * @param before the {@code updatedAt} below which to list, in milliseconds since 1970; null for the newest
     * @param archived whether to list the archived ones instead of the others
     */
    List<ConversationHead> list(String tenant, String owner, @Nullable Long before, boolean archived, int limit);

    /**
     * Stores the events and the other writes in one transaction.
     *
     * @throws SequenceTaken if one of the numbers is already used; nothing was stored
     */
    void append(ConversationHead head, List<RecordedEvent> events, List<Write> alongside);

    /**
     * Carries out the other writes, then the work, and stores the event that it returns, all in one transaction. The work may
     * be asked for twice, after the first time was rolled back.
     */
    void appendWithin(ConversationHead head, Supplier<RecordedEvent> work, List<Write> alongside);

    /** Events with {@code seq > after}, in order. */
    List<RecordedEvent> read(ConversationHead head, long after, int limit);

    /** Destroys the data key and all rows of a conversation. */
    void erase(String conversationId);

    /** Conversations whose last turn had not ended when the store was last written. */
    List<ConversationHead> withOpenTurns();

    /** Another writer has appended to the conversation. */
    final class SequenceTaken extends RuntimeException {
        public SequenceTaken(String conversationId, Throwable cause) {
            super("another writer appended to conversation " + conversationId, cause);
        }
    }
}
