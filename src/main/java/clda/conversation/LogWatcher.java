package clda.conversation;

import java.util.List;

/**
 * Observes what this node appends to conversations and the pieces of unfinished answers that it shows. Exceptions that it
 * throws are logged and have no other effect. Called by the appending thread, which it must not block.
 */
public interface LogWatcher {

    /**
     * Events were stored.
     *
     * @param after the conversation including these events; to be used only during the call
     */
    void appended(Conversation after, List<RecordedEvent> events);

    /** A piece of a message is shown. */
    void showed(String conversationId, TextDelta delta);
}
