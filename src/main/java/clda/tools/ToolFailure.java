package clda.tools;

/** Thrown by a tool that certainly did nothing. The message is shown to the model and the user. */
public class ToolFailure extends RuntimeException {

    private final String code;

    public ToolFailure(String message) {
        this("failed", message);
    }

    /** @param code what a program may act on */
    public ToolFailure(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** The message, or that it failed if there is none. */
    String said() {
        String message = getMessage();
        return message == null ? "The tool failed." : message;
    }
}
