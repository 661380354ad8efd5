package clda.store;

import org.jspecify.annotations.Nullable;

/**
 * The database is there and could not do it in time: a lock or a statement took too long, or two transactions stood in each
 * other's way. Nothing was done; it may be tried again.
 */
public final class Busy extends RuntimeException {

    /** @param cause null if others have found it busy before */
    public Busy(@Nullable Throwable cause) {
        super("the database was too busy", cause);
    }
}
