package clda.store;

/**
 * The database is there and could not do it in time: a lock or a statement took too long, or two transactions stood in each
 * other's way. Nothing was done; it may be tried again.
 */
public final class Busy extends RuntimeException {
    public Busy(Throwable cause) {
        super("the database was too busy", cause);
    }
}
