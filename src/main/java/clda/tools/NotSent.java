package clda.tools;

/** Thrown by a tool if not a single byte of the request was sent: no connection could be made. It is safe to try again. */
public final class NotSent extends ToolFailure {
    public NotSent(String message) {
        super("not_sent", message);
    }
}
