package clda.conversation;

import clda.store.Write;
import java.util.List;

/**
 * A listener that stores what it derives from events in the transaction that stores them, so that there is never one without
 * the other.
 */
public interface Companion {

    List<Write> with(ConversationHead head, List<RecordedEvent> events);

    /** With the erasure of the conversation. */
    List<Write> withErasure(ConversationHead head);
}
