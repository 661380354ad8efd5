package clda.conversation;

/** What a person decides about a call. */
public enum Decision {
    approve,
    deny
}
