package clda.store;

/**
 * Thrown when another node has taken over from this one while it did not write; what it was about to write was not written.
 */
public final class Fenced extends RuntimeException {
    public Fenced(String what) {
        super(what, null, false, false);
    }
}
