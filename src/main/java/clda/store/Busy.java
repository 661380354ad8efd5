package clda.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the database is up and could not do something in time: a lock or a statement took too long, or two transactions
 * blocked each other. Nothing was done; it may be tried again.
 */
public final class Busy extends RuntimeException {

    /** @param cause null if others have found it busy before */
    public Busy(@Nullable Throwable cause) {
        super("the database was too busy", cause);
    }
}
