package clda.web.wire;

/**
 * How many decisions and effects wait for the caller.
 */
public record InboxFrame(String type, long approvals, long unknown) implements Body {

    public InboxFrame(long approvals, long unknown) {
        this("inbox", approvals, unknown);
    }
}
