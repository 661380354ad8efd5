package clda.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The embedded store. {@code VACUUM INTO} copies it within one read transaction, which in WAL mode hinders nobody from writing;
 * what was deleted is not in the copy.
 */
record SqliteFile(Path file) implements StoreFiles {

    static final String NAME = "clda.db";

    private static final List<String> BESIDE = List.of("", "-wal", "-shm", "-journal", ".restoring");

    @Override
    public String kind() {
        return "SQLite";
    }

    @Override
    public String fileName() {
        return NAME;
    }

    @Override
    public Connection open() throws SQLException {
        if (!Files.isRegularFile(file)) {
            throw new Refusal("there is no database " + file.toAbsolutePath() + "; set --data-dir, or CLDA_DB_URL"
                    + " for PostgreSQL");
        }
        return open(file);
    }

    private static Connection open(Path database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:sqlite:" + database.toAbsolutePath() + "?synchronous=FULL&busy_timeout=10000");
    }

    @Override
    public long size(Connection connection) throws SQLException {
        return number(connection, "pragma page_count") * number(connection, "pragma page_size");
    }

    private static long number(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void copyTo(Path copy) throws IOException, SQLException {
        try (Connection source = open();
                PreparedStatement vacuum = source.prepareStatement("vacuum into ?")) {
            vacuum.setString(1, copy.toAbsolutePath().toString());
            vacuum.execute();
        }
        try (Connection copied = open(copy);
                Statement statement = copied.createStatement()) {
            try (ResultSet checked = statement.executeQuery("pragma quick_check(1)")) {
                checked.next();
                if (!"ok".equals(checked.getString(1))) {
                    throw new Refusal("the database is damaged: " + checked.getString(1));
                }
            }
            statement.executeUpdate("delete from store_in_use");
        }
    }

    @Override
    public void refuseUnlessEmpty() throws IOException {
        for (String suffix : BESIDE) {
            Path there = file.resolveSibling(file.getFileName() + suffix);
            if (Files.exists(there)) {
                throw new Refusal(there.toAbsolutePath() + " exists; a restore writes over nothing: name another"
                        + " --data-dir, or move this one away");
            }
        }
    }

    @Override
    public void restore(Path copy, Mark mark) throws IOException, SQLException {
        Path draft = file.resolveSibling(file.getFileName() + ".restoring");
        try {
            Files.copy(copy, draft);
            try (Connection database = open(draft)) {
                mark.on(database);
            }
            Synced.file(draft);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
        Synced.directory(Files.createDirectories(file.toAbsolutePath().getParent()));
    }
}
