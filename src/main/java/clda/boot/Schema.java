package clda.boot;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the tables to the form that this version needs. */
public final class Schema {

    private static final Map<String, String> FOLDERS = Map.of("SQLite", "sqlite", "PostgreSQL", "postgresql");

    private Schema() {}

    /**
     * @throws IllegalStateException if the database cannot be used, or is none that is known
     * @throws org.flywaydb.core.api.FlywayException if the tables belong to a later version or were changed by hand
     */
    public static void migrate(DataSource database) {
        flyway(database).migrate();
    }

    /** Whether the database has been used before, by whatever version. */
    public static boolean isThere(DataSource database) {
        return flyway(database).info().current() != null;
    }

    private static Flyway flyway(DataSource database) {
        String product = product(database);
        String folder = FOLDERS.get(product);
        if (folder == null) {
            throw new IllegalStateException(
                    "the data source jdbc/clda is " + product + "; clda can use SQLite and PostgreSQL");
        }
        return Flyway.configure(Schema.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:db/migration/" + folder)
                .load();
    }

    private static String product(DataSource database) {
        try (Connection connection = database.getConnection()) {
            return connection.getMetaData().getDatabaseProductName();
        } catch (SQLException e) {
            throw new IllegalStateException("the data source jdbc/clda cannot be used", e);
        }
    }
}
