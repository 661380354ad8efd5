package clda.conversation;

import clda.security.KeyRing.DataKey;

/**
 * The keys under which conversations are encrypted, and what else belongs to them. With a conversation goes its key: what is left
 * of it anywhere can no longer be read.
 */
@FunctionalInterface
public interface ConversationKeys {

    /** @throws java.util.NoSuchElementException if there is no such conversation */
    DataKey of(String conversationId);
}
