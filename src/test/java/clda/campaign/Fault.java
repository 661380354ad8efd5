package clda.campaign;

/** What can be planted, so that a campaign shows that it can see (the list is that of the reliability goals). */
enum Fault {
    NONE("nothing"),
    FORGETFUL_STORE("a database that the engine cannot know to be durable (H2 with its default address)"),
    ASYNCHRONOUS_COMMIT("PostgreSQL with synchronous_commit = off"),
    NO_DISPATCHED_COMMIT("the effect is sent before it is recorded as sent"),
    KEY_OF_THE_ATTEMPT("the key is made anew for each attempt, as a model's call id is"),
    LOCK_IN_MEMORY("each node believes that it is alone"),
    RETRY_ON_TIMEOUT("what may not be repeated is sent again when no answer came"),
    ACKNOWLEDGED_BEFORE_COMMIT("a message is acknowledged before it is stored"),
    UNBOUND_CIPHERTEXT("stored text is not bound to its place"),
    COUNTED_NONCES("nonces are counted from zero at each start"),
    CUT_STORED_AS_WHOLE("an answer that broke off is stored as a whole one"),
    ANY_ORIGIN("pages of any origin may open sockets"),
    UNBOUNDED_QUEUE("what a reader does not take is kept without end");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
