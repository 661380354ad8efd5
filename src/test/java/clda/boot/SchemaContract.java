package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.kit.Said;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that a later version has changed, before a start and while a server runs. */
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
    void anOlderVersionRefusesToStart() throws SQLException {
        aLaterVersionMigrates();

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
}
