package clda.kit;

import clda.boot.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The tables of this version, migrated once in a run and copied into each new database: migrating takes ten times as long, and
 * has tests of its own.
 */
final class MigratedTables {

    private MigratedTables() {}

    private static final class Template {
        private static final Path FILE = make();

        private static Path make() {
            try {
                Path folder = Files.createTempDirectory("clda-tables-");
                try (TestDatabase database = TestDatabase.embedded(folder)) {
                    Schema.migrate(database.dataSource());
                }
                Path file = folder.resolve("clda.db");
                file.toFile().deleteOnExit();
                folder.toFile().deleteOnExit();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Migrates the database; if it is empty, with a copy. */
    static void in(TestDatabase database) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            if (connection.getMetaData().getDatabaseProductName().equals("SQLite") && isEmpty(statement)) {
                statement.executeUpdate("restore from " + Template.FILE);
                return;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Schema.migrate(database.dataSource());
    }

    private static boolean isEmpty(Statement statement) throws SQLException {
        try (ResultSet tables = statement.executeQuery("select 1 from sqlite_master limit 1")) {
            return !tables.next();
        }
    }
}
