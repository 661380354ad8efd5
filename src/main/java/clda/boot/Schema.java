package clda.boot;

import clda.guests.Guest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/** Migrates the tables to the schema of this version. */
public final class Schema {

    private static final Map<String, String> FOLDERS = Map.of("SQLite", "sqlite", "PostgreSQL", "postgresql");
    private static final Map<String, String> BYTES = Map.of("SQLite", "blob", "PostgreSQL", "bytea");

    private Schema() {}

    /**
     * Tables that a later version has changed are left as they are: this version works with them as long as that one allows it.
     *
     * @throws IllegalStateException if the database cannot be used, is of an unknown kind, or was changed by a later version
     *     so that this one cannot work with it
     * @throws org.flywaydb.core.api.FlywayException if the tables were changed by hand
     */
    public static void migrate(DataSource database) {
        Flyway flyway = flyway(database);
        int own = newest(flyway);
        MigrationInfo current = flyway.info().current();
        if (current == null || number(current.getVersion()) <= own) {
            flyway.migrate();
            return;
        }
        int oldest = oldestReader(database);
        if (oldest > own) {
            throw new IllegalStateException(
                    "refusing to start: a later version of CLDA has changed this database (schema "
                            + current.getVersion() + ", which can be used from " + oldest + " on; this version knows "
                            + own + "); start that version, or restore a backup from before");
        }
    }

    /** The oldest schema whose servers can work with the tables. */
    private static int oldestReader(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select oldest from schema_reader where id = 1")) {
            if (!row.next()) {
                throw new IllegalStateException("refusing to start: the table schema_reader is empty");
            }
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException("the data source jdbc/clda cannot be used", e);
        }
    }

    /**
     * Migrates the tables of a guest to the schema that it needs; their migration history is separate from the server's.
     *
     * @param folder the class path folder of the guest's migrations
     */
    static void migrate(DataSource database, Guest guest, String folder) {
        String product = product(database);
        Flyway.configure(guest.getClass().getClassLoader())
                .dataSource(database)
                // A table that is there already is reported as a warning otherwise.
                .initSql(product.equals("PostgreSQL") ? "set client_min_messages = warning" : "")
                .locations("classpath:" + folder)
                .table("flyway_guest_" + guest.name())
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .placeholders(placeholders(product))
                .load()
                .migrate();
    }

    /** Whether the database has been used before, by any version. */
    public static boolean isThere(DataSource database) {
        return flyway(database).info().current() != null;
    }

    /** The number of the schema to which this version migrates a database. */
    static int newest(DataSource database) {
        return newest(flyway(database));
    }

    private static int newest(Flyway flyway) {
        return Arrays.stream(flyway.info().all())
                .filter(migration -> migration.getPhysicalLocation() != null
                        && !migration.getPhysicalLocation().isEmpty())
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .mapToInt(Schema::number)
                .max()
                .orElse(0);
    }

    private static int number(MigrationVersion version) {
        return version.getMajor().intValueExact();
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
                .locations("classpath:db/migration/all", "classpath:db/migration/" + folder)
                .placeholders(placeholders(product))
                .load();
    }

    private static Map<String, String> placeholders(String product) {
        return Map.of("bytes", Objects.requireNonNull(BYTES.get(product)));
    }

    private static String product(DataSource database) {
        try (Connection connection = database.getConnection()) {
            return connection.getMetaData().getDatabaseProductName();
        } catch (SQLException e) {
            throw new IllegalStateException("the data source jdbc/clda cannot be used", e);
        }
    }
}
