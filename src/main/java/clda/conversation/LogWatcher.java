package clda.conversation;

import java.util.List;

/**
 * Learns what this node appends to conversations and shows of answers in the making. It only watches: what it throws is
 * logged and changes nothing. Called by the appending thread, which it must not hold up.
 */
public interface LogWatcher {

    /**
     * Events were stored.
     *
     * @param after the conversation with them; to be looked at during the call only
     */
    void appended(Conversation after, List<RecordedEvent> events);

    /** A piece of a message is shown. */
    void showed(String conversationId, TextDelta delta);
}
