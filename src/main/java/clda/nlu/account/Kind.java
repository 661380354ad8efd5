package clda.nlu.account;

/** The meaning of words that belong to nothing known. */
public enum Kind {
    /** It is not to be done. */
    NEGATION,
    /** Something that was begun or done is to be stopped or undone. */
    CANCELLATION,
    /** Something is asked. */
    QUESTION,
    /** It depends. */
    CONDITION,
    /** It is only imagined. */
    HYPOTHETICAL,
    /** Someone else says it, or it is only quoted. */
    REPORT,
    /** It was, or is done already. */
    PAST,
    /** It is to be at another time. */
    TIME,
    /** A number, a unit, or how many. */
    QUANTITY,
    /** Nobody is sure. */
    DOUBT,
    /** Anything else that carries meaning. */
    WORD
}
