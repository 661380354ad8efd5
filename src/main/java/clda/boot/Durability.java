package clda.boot;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/** Whether a database keeps what it has acknowledged, as far as it tells. */
public record Durability(String product, boolean durable, String why) {

    private static final int SQLITE_FULL = 2;

    /** @throws IllegalStateException if the database cannot be asked */
    public static Durability of(DataSource database) {
        try (Connection connection = database.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            if (product.equals("SQLite")) {
                return sqlite(connection);
            }
            return new Durability(
                    product, false, "clda does not know whether " + product + " syncs each commit to disk");
        } catch (SQLException e) {
            throw new IllegalStateException("the data source jdbc/clda cannot be used", e);
        }
    }

    private static Durability sqlite(Connection connection) throws SQLException {
        int synchronous = Integer.parseInt(pragma(connection, "synchronous").orElse("0"));
        String journal = pragma(connection, "journal_mode").orElse("off");
        boolean file = !connection.getMetaData().getURL().contains(":memory:");
        boolean durable = synchronous >= SQLITE_FULL && file && !journal.equals("off") && !journal.equals("memory");
        return new Durability(
                "SQLite",
                durable,
                durable
                        ? "each commit is synced to disk"
                        : "the data source jdbc/clda needs synchronous=FULL and journal_mode=WAL");
    }

    private static Optional<String> pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("pragma " + name)) {
            return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
        }
    }
}
