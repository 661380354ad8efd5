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

    /**
     * This node runs a turn from now on that another node has opened, or taken over.
     *
     * @param conversation to be used only during the call
     */
    default void taken(Conversation conversation, Turn turn) {
        // Whoever is only interested in what is appended ignores this.
    }

    /** A piece of a message is shown. */
    void showed(String conversationId, TextDelta delta);
}
