package clda.boot;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Whether a database keeps what it has acknowledged, as far as its settings show. */
public record Durability(String product, boolean durable, String why) {

    private static final int SQLITE_FULL = 2;

    /** @throws IllegalStateException if the database cannot be queried */
    public static Durability of(DataSource database) {
        try (Connection connection = database.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            return switch (product) {
                case "SQLite" -> sqlite(connection);
                case "PostgreSQL" -> postgres(connection);
                default ->
                    new Durability(
                            product, false, "clda does not know whether " + product + " syncs each commit to disk");
            };
        } catch (SQLException e) {
            throw new IllegalStateException("the data source jdbc/clda cannot be used", e);
        }
    }

    private static Durability sqlite(Connection connection) throws SQLException {
        int synchronous = Integer.parseInt(ask(connection, "pragma synchronous").orElse("0"));
        String journal = ask(connection, "pragma journal_mode").orElse("off");
        boolean file = !connection.getMetaData().getURL().contains(":memory:");
        boolean durable = synchronous >= SQLITE_FULL && file && !journal.equals("off") && !journal.equals("memory");
        return new Durability(
                "SQLite",
                durable,
                durable
                        ? "each commit is synced to disk"
                        : "the data source jdbc/clda needs synchronous=FULL and journal_mode=WAL");
    }

    /** PostgreSQL 15, "Write Ahead Log": these three, and no other setting, trade acknowledged commits for speed. */
    private static Durability postgres(Connection connection) throws SQLException {
        List<String> off = new ArrayList<>();
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            if (ask(connection, "show " + setting).filter("off"::equals).isPresent()) {
                off.add(setting);
            }
        }
        return new Durability(
                "PostgreSQL",
                off.isEmpty(),
                off.isEmpty()
                        ? "each commit is synced to disk"
                        : "the database behind jdbc/clda has " + String.join(" and ", off) + " = off");
    }

    private static Optional<String> ask(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(question)) {
            return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
        }
    }
}
