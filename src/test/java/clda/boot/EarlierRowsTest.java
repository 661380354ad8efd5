package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** What was stored before it was known whose it is goes to its owner where there is no doubt, else to nobody. */
class EarlierRowsTest {

    @TempDir
    Path dataDir;

    @Test
    void aTicketGoesToTheOnlyTenantInWhichItsOpenerTalks() throws Exception {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + dataDir.resolve("earlier.db"));
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration/all", "classpath:db/migration/sqlite")
                .target("14")
                .load()
                .migrate();
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            for (String row : new String[] {"'c1','one','alice'", "'c2','one','bob'", "'c3','two','bob'"}) {
                sql.executeUpdate("insert into conversation (id, tenant, owner, created_at, archived, data_key,"
                        + " key_version) values (" + row + ", 0, false, x'00', 1)");
            }
            for (String row : new String[] {"1,'alice'", "2,'bob'", "3,'carol'"}) {
                sql.executeUpdate("insert into demo_ticket (ticket_number, opened_by, title, priority, opened_at)"
                        + " values (" + row + ", x'00', 'low', 0)");
            }
        }

        Schema.migrate(database);

        Map<String, String> tenants = new TreeMap<>();
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery("select opened_by, tenant, untrusted from demo_ticket")) {
            while (rows.next()) {
                tenants.put(rows.getString(1), rows.getString(2) + " " + rows.getBoolean(3));
            }
        }
        assertThat(tenants)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("alice", "one true", "bob", "null true", "carol", "null true"));
    }
}
