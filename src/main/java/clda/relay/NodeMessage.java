package clda.relay;

import java.util.List;

/** What nodes tell each other. */
sealed interface NodeMessage {

    /** A node has connected and wants to know who follows what. */
    record Hello() implements NodeMessage {}

    /** A sign to oneself that messages come through. */
    record Beat() implements NodeMessage {}

    /** Somebody follows these conversations at the sender's. */
    record Follow(List<String> conversationIds) implements NodeMessage {
        public Follow {
            conversationIds = List.copyOf(conversationIds);
        }
    }

    /** The number of approvals and unknown effects that wait has changed in a tenant. */
    record InboxChanged(String tenant) implements NodeMessage {}

    /** The conversation is gone, and its key with it. */
    record Erased(String conversationId) implements NodeMessage {}

    /** Something that concerns one conversation, sealed under its key. */
    sealed interface OfConversation extends NodeMessage {
        String conversationId();
    }

    /**
     * A piece of a message that the sender is writing.
     *
     * @param attempt rises each time the sender begins a message or begins it anew
     * @param index as in {@link clda.conversation.TextDelta}
     */
    record Text(String conversationId, String turnId, String messageId, long attempt, int index, String text)
            implements OfConversation {

        /** Where the piece ends. */
        int end() {
            return index + text.length();
        }

        /** Whether the piece is of a later message of the same turn; the messages of a turn are numbered in their ids. */
        boolean isOfALaterMessageThan(String other) {
            int longer = Integer.compare(messageId.length(), other.length());
            return longer > 0 || longer == 0 && messageId.compareTo(other) > 0;
        }

        /** Whether the other piece comes right behind this one. */
        boolean isFollowedBy(Text other) {
            return attempt == other.attempt && messageId.equals(other.messageId) && end() == other.index;
        }

        /** This piece and the one right behind it. */
        Text with(Text next) {
            return new Text(conversationId, turnId, messageId, attempt, index, text + next.text);
        }
    }

    /** The sender's turn waits for a model that is being loaded. */
    record Loading(String conversationId, String turnId) implements OfConversation {}

    /** @param lastSeq number of the last event that was stored */
    record Changed(String conversationId, long lastSeq) implements OfConversation {}
}
