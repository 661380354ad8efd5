package clda.nlu.account;

/** How words without a known role affect the meaning. */
public enum Kind {
    /** The action is not to be done. */
    NEGATION,
    /** Something that was begun or done is to be stopped or undone. */
    CANCELLATION,
    /** The words form a question. */
    QUESTION,
    /** The request depends on a condition. */
    CONDITION,
    /** The situation is only imagined. */
    HYPOTHETICAL,
    /** Someone else says it, or it is only quoted. */
    REPORT,
    /** The action was done in the past or is already done. */
    PAST,
    /** The action is meant for another time. */
    TIME,
    /** A number, a unit, or how many. */
    QUANTITY,
    /** The words express doubt. */
    DOUBT,
    /** Anything else that carries meaning. */
    WORD
}
