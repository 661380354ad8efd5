package clda.store.jpa;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** Recognises failures that mean that the database is away, full or busy, rather than that a statement was wrong. */
final class Outage {

    /**
     * Classes and codes of SQLSTATE: connections (08), resources such as a full disk (53), the operator's shutdown (57P),
     * input and output (58), a server that only reads for now (25006). PostgreSQL 15, appendix A.
     */
    private static final Set<String> STATES = Set.of("08", "53", "57P", "58", "25006");

    /** SQLite's IOERR, FULL, CANTOPEN, BUSY and READONLY; sqlite.org/rescode.html. */
    private static final Set<Integer> SQLITE_CODES = Set.of(10, 13, 14, 5, 8);

    /**
     * Transactions in each other's way (40), a lock that was not had in time (55P03), a statement that was cancelled, as one is
     * that takes too long (57014).
     */
    private static final Set<String> BUSY_STATES = Set.of("40001", "40P01", "55P03", "57014");

    private static final int SQLITE_LOCKED = 6;

    private static final int SQLITE_PRIMARY = 0xff;

    private Outage() {}

    static boolean shownBy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && shownBy(sql)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the database is there, and nothing was done because something took too long. */
    static boolean isBusy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && (isSqlite(sql)
                            ? (sql.getErrorCode() & SQLITE_PRIMARY) == SQLITE_LOCKED
                            : sql.getSQLState() != null && BUSY_STATES.contains(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSqlite(SQLException failure) {
        return failure.getClass().getName().startsWith("org.sqlite.");
    }

    private static boolean shownBy(SQLException failure) {
        if (isSqlite(failure)) {
            return SQLITE_CODES.contains(failure.getErrorCode() & SQLITE_PRIMARY);
        }
        // What carries no state was never judged by a database: a server's pool could give no connection.
        String state = failure.getSQLState();
        return state == null
                || failure instanceof SQLTransientConnectionException
                || failure instanceof SQLRecoverableException
                || STATES.stream().anyMatch(state::startsWith);
    }
}
