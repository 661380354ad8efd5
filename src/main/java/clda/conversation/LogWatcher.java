package clda.conversation;

import java.util.List;

/**
 * Observes what this node appends to conversations, the pieces of unfinished answers that it shows, and which conversations
 * somebody follows here. Exceptions that it throws are logged and have no other effect. Called in the order of what happens in a
 * conversation, under its lock, by a thread that it must not block.
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

    /** A model is being loaded. */
    default void showed(String conversationId, ModelLoading loading) {}

    /** The conversation has its first reader at this node. */
    default void followed(String conversationId) {}

    /** The conversation has lost its last reader at this node. */
    default void unfollowed(String conversationId) {}

    /** The conversation was erased by this node. */
    default void erased(String conversationId) {}
}
