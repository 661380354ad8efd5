package clda.store.jpa;

/** What this node says of itself to the others, also when it joins anew: one word in its row. */
final class Announced {

    /** Of a node that has said nothing yet. */
    static final String NOTHING = "none";

    private volatile String word = NOTHING;

    String word() {
        return word;
    }

    void says(String next) {
        word = next;
    }
}
