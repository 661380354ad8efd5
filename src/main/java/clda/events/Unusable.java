package clda.events;

import clda.json.Worded;

/** An event of another system can never be used, however often it is tried. */
public final class Unusable extends Exception {

    public enum Reason implements Worded {
        /** It is no JSON. */
        NOT_JSON,
        /** It is no CloudEvent 1.0, or lacks what is needed of one. */
        NOT_A_CLOUD_EVENT,
        /** It, its text or its data is too large. */
        TOO_LARGE,
        /** Its text is empty or no text. */
        NOT_SHOWABLE,
        /** The conversation does not exist, has been erased, or is another person's. */
        UNKNOWN_CONVERSATION,
        /** The person is not known in the tenant. */
        UNKNOWN_USER,
        /** Events may not be told to this tenant, the sender's identity has no right to talk, or the person has none. */
        FORBIDDEN,
        /** Its conversation is damaged, or this server has a defect; see its log. */
        FAILED
    }

    private final Reason reason;

    /** @param detail a sentence, without anything of the event's content */
    public Unusable(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
