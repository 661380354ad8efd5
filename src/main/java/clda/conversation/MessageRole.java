package clda.conversation;

import clda.json.Worded;

/** Whose a message is. */
public enum MessageRole implements Worded {
    USER,
    ASSISTANT
}
