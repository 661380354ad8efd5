package clda.web.wire;

/** A user's rating of an answer. */
public enum Rating {
    up,
    down
}
