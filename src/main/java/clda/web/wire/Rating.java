package clda.web.wire;

/** What a person thinks of an answer. */
public enum Rating {
    up,
    down
}
