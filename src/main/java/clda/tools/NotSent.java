package clda.tools;

/** Thrown by a tool when not a byte of the request has left: no connection could be made. It is safe to try again. */
public final class NotSent extends ToolFailure {
    public NotSent(String message) {
        super("not_sent", message);
    }
}
