package clda.conversation;

/** Whose a message is. */
public enum MessageRole {
    user,
    assistant
}
