package clda.boot;

import clda.conversation.jpa.JpaConversationKeys;
import clda.security.KeyCheck;
import clda.security.KeyRing;
import clda.security.KeyRing.Damaged;
import clda.security.tink.TinkKeyRing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The master key: created before the first table, and never for a database that was written under another key. The database
 * holds a text that only its own key decrypts, so that a server with another key is refused before it joins.
 */
final class MasterKey {

    /** Number of rows of an earlier version that are tried: a row may be damaged although the key is right. */
    private static final int EARLIER_ROWS = 20;

    private final Path file;
    private final KeyRing ring;

    private MasterKey(Path file, KeyRing ring) {
        this.file = file;
        this.ring = ring;
    }

    /**
     * Reads the key, or creates one if the database is new.
     *
     * @param database the database before {@link Schema#migrate}, which requires the key to exist
     * @throws IllegalStateException naming the property, if the key is missing and the database is not new
     */
    static MasterKey at(Path file, DataSource database) {
        // The order matters: a server that starts at the same time creates the key before the tables.
        boolean used = Schema.isThere(database);
        if (used && Files.notExists(file)) {
            throw new IllegalStateException(
                    "refusing to start: clda.security.key-file=" + file.toAbsolutePath() + " does not exist, and the"
                            + " database holds what was encrypted under it; restore the file, or start on an empty"
                            + " database");
        }
        return new MasterKey(file, TinkKeyRing.at(file));
    }

    KeyRing ring() {
        return ring;
    }

    /**
     * Makes sure that the database belongs to this key: if several servers start on a new database with different keys, only
     * one of the keys is accepted.
     *
     * @param database the database after {@link Schema#migrate}
     * @throws IllegalStateException naming the property, if the database was written with another key
     */
    void check(DataSource database) {
        try (Connection connection = database.getConnection()) {
            if (checkValue(connection) == null) {
                checkEarlierRows(connection);
                claim(connection);
            }
            byte[] value = checkValue(connection);
            if (value == null || !KeyCheck.fits(ring, value)) {
                throw another();
            }
            if (ring.writesWithNewerThan(value)) {
                renew(connection);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the data source jdbc/clda cannot be used", e);
        }
    }

    private static byte @Nullable [] checkValue(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select check_value from master_key where id = 1")) {
            return row.next() ? row.getBytes(1) : null;
        }
    }

    private void claim(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into master_key (id, check_value) values (1, ?) on conflict (id) do nothing")) {
            insert.setBytes(1, KeyCheck.of(ring));
            insert.executeUpdate();
        }
    }

    /** After the master key was changed: a file from before can no longer read everything, and is refused from now on. */
    private void renew(Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update master_key set check_value = ? where id = 1")) {
            update.setBytes(1, KeyCheck.of(ring));
            update.executeUpdate();
        }
    }

    /** For a database of a version that wrote no check value: the key has to decrypt its latest conversations. */
    private void checkEarlierRows(Connection connection) throws SQLException {
        boolean any = false;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select id, tenant, data_key from conversation"
                        + " order by created_at desc limit " + EARLIER_ROWS)) {
            while (row.next()) {
                any = true;
                try {
                    ring.unwrap(row.getBytes(3), JpaConversationKeys.subject(row.getString(2), row.getString(1)));
                    return;
                } catch (Damaged e) {
                    // The next row may not be damaged.
                }
            }
        }
        if (any) {
            throw another();
        }
    }

    private IllegalStateException another() {
        return new IllegalStateException("refusing to start: clda.security.key-file=" + file.toAbsolutePath()
                + " holds another master key than the one that this database was written with; put that key there, or"
                + " start on an empty database");
    }
}
