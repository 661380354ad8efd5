package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.guests.Guest;
import clda.guests.library.Library;
import clda.kit.Said;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A database that a later version has changed, before a start and while a server runs. */
@Isolated("listens to what the whole process logs")
abstract class SchemaContract {

    @TempDir
    Path dataDir;

    private TestDatabase database;
    private SeEngine engine;
    private SchemaWatch watch;

    abstract TestDatabase database();

    @BeforeEach
    void start() {
        database = database();
        engine = SeEngine.on(dataDir, database);
        watch = new SchemaWatch(engine.store(), Schema.newest(database.dataSource()));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private void aLaterVersionMigrates() throws SQLException {
        run("insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) values (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 1,"
                + " 'later', 1, true)");
    }

    @Test
    void anOlderVersionStartsWhereItCanGoOn() throws SQLException {
        aLaterVersionMigrates();

        Schema.migrate(database.dataSource());

        watch.look();
        assertThat(watch.fits()).isTrue();
    }

    @Test
    void anOlderVersionRefusesToStartOnTablesThatItCannotWorkWith() throws SQLException {
        aLaterVersionMigrates();
        run("update schema_reader set oldest = 9999");

        assertThatThrownBy(() -> Schema.migrate(database.dataSource()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("refusing to start")
                .hasMessageContaining("schema 9999");
    }

    @Test
    void theSameVersionStartsAgain() {
        Schema.migrate(database.dataSource());

        watch.look();
        assertThat(watch.fits()).isTrue();
    }

    @Test
    void aRunningServerSaysOnceThatTheSchemaIsLaterAndGoesOnWhereItCan() throws SQLException {
        aLaterVersionMigrates();

        try (Said said = Said.by(SchemaWatch.class)) {
            watch.look();
            watch.look();

            assertThat(said.lines()).hasSize(1).first().asString().contains("9999");
        }
        assertThat(watch.fits()).isTrue();
    }

    @Test
    void aRunningServerThatCannotWorkWithALaterSchemaIsNotReady() throws SQLException {
        aLaterVersionMigrates();
        run("update schema_reader set oldest = 9999");

        try (Said said = Said.by(SchemaWatch.class)) {
            watch.look();
            watch.look();

            assertThat(said.lines()).hasSize(1).first().asString().contains("no longer ready");
        }
        assertThat(watch.fits()).isFalse();
    }

    @Test
    void aSchemaThatHasGoneBackCannotBeWorkedWithEither() throws SQLException {
        run("delete from flyway_schema_history where version = '" + Schema.newest(database.dataSource()) + "'");

        watch.look();

        assertThat(watch.fits()).isFalse();
    }

    private List<String> columns(String tables) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                ResultSet row = connection.getMetaData().getColumns(null, null, tables, null)) {
            while (row.next()) {
                columns.add(row.getString("TABLE_NAME") + "." + row.getString("COLUMN_NAME") + " "
                        + row.getString("TYPE_NAME") + " " + row.getString("IS_NULLABLE"));
            }
        }
        columns.sort(Comparator.naturalOrder());
        return columns;
    }

    @Test
    void theTablesOfTheDemoAreTheSameFromAnEarlierVersionAndFromTheDemo() throws SQLException {
        Guest demo = new Guest() {
            @Override
            public String name() {
                return "demo";
            }
        };
        List<String> earlier = columns("demo_%");
        Schema.migrate(database.dataSource(), demo, "clda/demo/tables");
        assertThat(columns("demo_%")).hasSizeGreaterThan(25).isEqualTo(earlier);

        for (String table : List.of("demo_order", "demo_sale", "demo_ticket", "demo_mail", "demo_refund")) {
            run("drop table " + table);
        }
        run("drop table flyway_guest_demo");
        Schema.migrate(database.dataSource(), demo, "clda/demo/tables");

        assertThat(columns("demo_%")).isEqualTo(earlier);
    }

    @Test
    void theTablesOfAGuestHaveAHistoryOfTheirOwn() throws SQLException {
        int newest = Schema.newest(database.dataSource());

        Schema.migrate(database.dataSource(), new Library(), "clda/guests/library/tables");
        Schema.migrate(database.dataSource(), new Library(), "clda/guests/library/tables");

        assertThat(columns("loan")).extracting(column -> column.split(" ")[0]).contains("loan.title");
        assertThat(columns("flyway_guest_library")).isNotEmpty();
        Schema.migrate(database.dataSource());
        assertThat(Schema.newest(database.dataSource())).isEqualTo(newest);
    }
}
