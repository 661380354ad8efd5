package clda.conversation;

import clda.json.Worded;

/** What a person found out about an effect. */
public enum Resolution implements Worded {
    DONE,
    NOT_DONE
}
