package clda.web.wire;

import clda.json.Worded;

/** A user's rating of an answer. */
public enum Rating implements Worded {
    UP,
    DOWN
}
