package clda.conversation;

/** Who understood what is wanted. */
public enum IntentSource {
    /** A language model. */
    model,
    /** The understanding that is built in. */
    local,
    /** A server of Rasa. */
    rasa
}
