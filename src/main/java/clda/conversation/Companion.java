package clda.conversation;

import clda.store.Write;
import java.util.List;

/**
 * A listener that contributes writes derived from events. They are stored in the same transaction as the events, so that
 * neither is ever stored without the other.
 */
public interface Companion {

    List<Write> with(ConversationHead head, List<RecordedEvent> events);

    /** Writes for the transaction that erases the conversation. */
    List<Write> withErasure(ConversationHead head);
}
