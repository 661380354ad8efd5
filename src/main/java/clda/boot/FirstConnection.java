package clda.boot;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Waits at startup until the database can be used, since a database server that starts at the same time, or recovers from a
 * crash, takes longer than this one. A database in a file is not waited for: what is wrong with it does not pass.
 */
final class FirstConnection {

    /** Shorter than WildFly waits for a deployment, which is 5 minutes. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private static final Duration ASKED_EVERY = Duration.ofSeconds(2);

    private static final Logger LOG = System.getLogger(FirstConnection.class.getName());

    /** How messages of the SQLite driver begin, also within those of a pool. */
    private static final String OF_A_FILE = "[SQLITE_";

    /** Where a connection comes from. */
    @FunctionalInterface
    interface Source {
        Connection get() throws SQLException;
    }

    private final Source database;
    private final Duration longest;
    private final Duration every;

    /** For as long as a server waits. */
    static FirstConnection atStart(Source database) {
        return new FirstConnection(database, LONGEST_WAIT, ASKED_EVERY);
    }

    /**
     * @param longest time to wait; after that the start fails
     * @param every time between two attempts
     */
    FirstConnection(Source database, Duration longest, Duration every) {
        this.database = database;
        this.longest = longest;
        this.every = every;
    }

    /** @throws IllegalStateException if the database cannot be used, or the thread is interrupted */
    void await() {
        long end = System.nanoTime() + longest.toNanos();
        boolean told = false;
        while (true) {
            try (Connection connection = database.get()) {
                if (told) {
                    LOG.log(Level.INFO, "the database answers");
                }
                return;
            } catch (SQLException e) {
                if (isOfAFile(e) || System.nanoTime() >= end) {
                    throw new IllegalStateException("the data source jdbc/clda cannot be used: " + e.getMessage(), e);
                }
                if (!told) {
                    LOG.log(
                            Level.WARNING,
                            "waiting for the database, at most {0} s: {1}",
                            longest.toSeconds(),
                            e.getMessage());
                    told = true;
                }
            }
            pause();
        }
    }

    private static boolean isOfAFile(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(OF_A_FILE)) {
                return true;
            }
        }
        return false;
    }

    private void pause() {
        try {
            Thread.sleep(every);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the database", e);
        }
    }
}
