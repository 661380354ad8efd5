package clda.conversation;

import clda.json.Worded;

/** Who understood what is wanted. */
public enum IntentSource implements Worded {
    /** A language model. */
    MODEL,
    /** The understanding that is built in. */
    LOCAL,
    /** A server of Rasa. */
    RASA
}
