package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.Postgres;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Which settings of PostgreSQL keep what it acknowledges. */
class PostgresDurabilityIT {

    @TempDir
    Path dataDir;

    private static Durability ofPostgres(Postgres server, String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.url(database));
        return Durability.of(source);
    }

    @Test
    void postgresIsDurableAsItComes() {
        String database = Postgres.shared().newDatabase();

        Durability durability = ofPostgres(Postgres.shared(), database);

        assertThat(durability.product()).isEqualTo("PostgreSQL");
        assertThat(durability.durable()).isTrue();
    }

    @Test
    void postgresThatAnswersBeforeItHasSyncedIsNot() {
        String database = Postgres.shared().newDatabase();
        Postgres.shared().run("postgres", "alter database " + database + " set synchronous_commit = off");

        Durability durability = ofPostgres(Postgres.shared(), database);

        assertThat(durability.durable()).isFalse();
        assertThat(durability.why()).contains("synchronous_commit = off");
    }

    @Test
    void postgresThatNeverSyncsIsNot() {
        try (Postgres careless =
                Postgres.start(dataDir.resolve("postgres"), Map.of("fsync", "off", "full_page_writes", "off"))) {
            Durability durability = ofPostgres(careless, "postgres");

            assertThat(durability.durable()).isFalse();
            assertThat(durability.why()).contains("fsync and full_page_writes = off");
        }
    }
}
