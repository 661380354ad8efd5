package clda.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the database is up but could not finish in time: a lock or a statement took too long, or two transactions
 * blocked each other. Nothing was done; the caller may retry.
 */
public final class Busy extends RuntimeException {

    /** @param cause null if other callers had already found the database busy */
    public Busy(@Nullable Throwable cause) {
        super("the database was too busy", cause);
    }
}
