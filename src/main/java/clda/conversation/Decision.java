package clda.conversation;

import clda.json.Worded;

/** What a person decides about a call. */
public enum Decision implements Worded {
    APPROVE,
    DENY
}
