package clda.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** A store that can be copied into a file while it is in use, and brought back from it. */
sealed interface StoreFiles permits SqliteFile, PostgresDatabase {

    /** What the manifest calls it. */
    String kind();

    /** The name of the copy in a backup. */
    String fileName();

    /** Opens the store that is in use. */
    Connection open() throws SQLException;

    /** The bytes that a copy may take. */
    long size(Connection connection) throws SQLException;

    /**
     * Copies the store as it is at one moment, without the row by which a database is known to be in use.
     *
     * @param copy a file that does not exist
     */
    void copyTo(Path copy) throws IOException, SQLException;

    /** @throws Refusal if there is something already in the place to which it would be restored */
    void refuseUnlessEmpty() throws IOException, SQLException;

    /**
     * Brings the copy to its place, which is empty.
     *
     * @param mark what is changed in the database before a server can use it
     */
    void restore(Path copy, Mark mark) throws IOException, SQLException;

    /** A change of a database. */
    interface Mark {
        void on(Connection connection) throws SQLException;
    }
}
