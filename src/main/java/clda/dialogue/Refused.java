package clda.dialogue;

/** Thrown when a request is refused; nothing was changed. The message is meant for the user who made the request. */
public final class Refused extends RuntimeException {

    public enum Kind {
        NOT_FOUND,
        FORBIDDEN,
        INVALID,
        TOO_LONG,
        BUSY,
        ALREADY_DECIDED,
        OTHER_HASH,
        EXPIRED,
        ALREADY_SETTLED,
        AWAY
    }

    private final Kind kind;

    public Refused(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    static Refused noSuchConversation() {
        return new Refused(Kind.NOT_FOUND, "There is no such conversation.");
    }

    public Kind kind() {
        return kind;
    }

    public String detail() {
        String message = getMessage();
        return message == null ? kind.name() : message;
    }
}
