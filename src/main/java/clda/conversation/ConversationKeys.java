package clda.conversation;

import clda.security.KeyRing.DataKey;

/**
 * The keys under which conversations, and whatever belongs to them, are encrypted. A conversation is erased together with its
 * key, so that no remaining copy of it can be read.
 */
@FunctionalInterface
public interface ConversationKeys {

    /** @throws java.util.NoSuchElementException if there is no such conversation */
    DataKey of(String conversationId);

    /** Forgets what is kept in memory of the key of a conversation that has been erased. */
    default void forget(String conversationId) {}
}
