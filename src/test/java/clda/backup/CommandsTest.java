package clda.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands are told, and what they say when they cannot. */
class CommandsTest {

    private static Arguments arguments(Map<String, String> environment, String... given) {
        return new Arguments(given, Set.of("keys"), Set.of("to", "data-dir", "db-url", "key-file"), environment);
    }

    @Test
    void optionsComeWithAnEqualsSignOrWithout() {
        Arguments given = arguments(Map.of(), "--keys", "--to=a", "--data-dir", "b");

        assertThat(given.has("keys")).isTrue();
        assertThat(given.required("to")).isEqualTo("a");
        assertThat(given.dataDir()).isEqualTo(Path.of("b"));
        assertThat(given.keyFile()).isEqualTo(Path.of("b/keys/master-key.json"));
    }

    @Test
    void whatIsNotGivenIsTakenFromTheEnvironmentOfTheServer() {
        Arguments given = arguments(Map.of("CLDA_DATA_DIR", "c", "CLDA_SECURITY_KEY_FILE", "k.json"));

        assertThat(given.dataDir()).isEqualTo(Path.of("c"));
        assertThat(given.keyFile()).isEqualTo(Path.of("k.json"));
        assertThat(given.store()).isEqualTo(new SqliteFile(Path.of("c/clda.db")));
    }

    @Test
    void whatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> arguments(Map.of(), "--form=x")).hasMessageContaining("no option --form=x");
        assertThatThrownBy(() -> arguments(Map.of(), "--to")).hasMessageContaining("its value is missing");
        assertThatThrownBy(() -> arguments(Map.of(), "data")).hasMessageContaining("no option data");
        assertThatThrownBy(() -> arguments(Map.of()).required("to")).hasMessageContaining("--to is missing");
    }

    @Test
    void theAddressOfADatabaseIsSaidToPostgresProgramsWithoutItsPassword() {
        PostgresDatabase database = new PostgresDatabase(
                "jdbc:postgresql://one:5432,other:5432/clda?sslmode=verify-full&connectTimeout=2",
                Optional.of("clda"),
                Optional.of("secret"));

        assertThat(database.address())
                .isEqualTo("postgresql://one:5432,other:5432/clda?target_session_attrs=read-write");
        assertThat(database.environment())
                .isEqualTo(Map.of("PGSSLMODE", "verify-full", "PGUSER", "clda", "PGPASSWORD", "secret"));
        assertThatThrownBy(() -> new PostgresDatabase("jdbc:h2:mem", Optional.empty(), Optional.empty()))
                .hasMessageContaining("jdbc:postgresql://");
    }

    @Test
    void thePostgresProgramsShowTheDatabaseTheSameCertificate() {
        PostgresDatabase database = new PostgresDatabase(
                "jdbc:postgresql://one/clda?sslmode=verify-full&sslrootcert=/tls/ca.pem&sslcert=/tls/us.pem&sslkey=/tls/us.pk8",
                Optional.of("clda"),
                Optional.empty());

        assertThat(database.environment())
                .containsEntry("PGSSLROOTCERT", "/tls/ca.pem")
                .containsEntry("PGSSLCERT", "/tls/us.pem")
                .containsEntry("PGSSLKEY", "/tls/us.pk8");
    }

    @Test
    void withoutADatabaseThereIsASentence(@TempDir Path empty) {
        assertThatThrownBy(
                        () -> Backup.run(new String[] {"--to=" + empty.resolve("b"), "--data-dir=" + empty}, Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("there is no database");
    }

    @Test
    void aCommandThatFailsEndsWithOneAndOneThatHelpsWithZero() {
        String[] helps = {"--help"};
        String[] fails = {"--to=x"};

        assertThat(Commands.run("clda-backup", "", helps, () -> "done")).isZero();
        assertThat(Commands.run("clda-backup", "", fails, () -> "done")).isZero();
        assertThat(Commands.run("clda-backup", "", fails, () -> {
                    throw new Refusal("no");
                }))
                .isEqualTo(1);
        assertThat(Commands.run("clda-backup", "", new String[0], () -> "done")).isEqualTo(1);
    }
}
