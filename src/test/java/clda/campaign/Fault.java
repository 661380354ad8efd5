package clda.campaign;

/** What can be planted, so that a campaign shows that it can see (the list is that of the reliability goals). */
enum Fault {
    none("nothing"),
    forgetful_store("a database that the engine cannot know to be durable (H2 with its default address)"),
    asynchronous_commit("PostgreSQL with synchronous_commit = off"),
    no_dispatched_commit("the effect is sent before it is recorded as sent"),
    key_of_the_attempt("the key is made anew for each attempt, as a model's call id is"),
    lock_in_memory("each node believes that it is alone"),
    retry_on_timeout("what may not be repeated is sent again when no answer came"),
    acknowledged_before_commit("a message is acknowledged before it is stored"),
    unbound_ciphertext("stored text is not bound to its place"),
    counted_nonces("nonces are counted from zero at each start"),
    cut_stored_as_whole("an answer that broke off is stored as a whole one"),
    any_origin("pages of any origin may open sockets"),
    unbounded_queue("what a reader does not take is kept without end");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
