package clda.store;

/**
 * A write found, before it changed anything, that it may not take place. What is committed together with it goes on without
 * it. Thrown after a change it would leave half of that change behind; throw another exception then.
 */
public abstract class Rejected extends RuntimeException {

    protected Rejected(String message) {
        super(message, null, false, false);
    }
}
