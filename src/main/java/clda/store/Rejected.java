package clda.store;

/**
 * Thrown by a write that finds, before it has changed anything, that it must not take place. Thrown by the first part of a
 * write, it costs nobody else the commit; thrown by a later one, everything is rolled back and the others are tried again.
 */
public abstract class Rejected extends RuntimeException {

    protected Rejected(String message) {
        super(message, null, false, false);
    }
}
