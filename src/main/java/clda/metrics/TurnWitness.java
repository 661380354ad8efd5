package clda.metrics;

import clda.conversation.ConversationHead;
import java.time.Duration;

/** Is notified of each turn, for the meters. Called by the thread that stores the turn, which it must not block. */
public interface TurnWitness {

    /** Is told and does nothing. */
    TurnWitness NOBODY = new TurnWitness() {
        @Override
        public void answered(ConversationHead of, Duration took) {
            // Nobody wants to know.
        }

        @Override
        public void ended(ConversationHead of, boolean failed) {
            // Nobody wants to know.
        }
    };

    /** A person first saw something of a turn of this node. */
    void answered(ConversationHead of, Duration took);

    /** A turn was completed, or has failed; those that were cancelled or refused are neither. */
    void ended(ConversationHead of, boolean failed);
}
