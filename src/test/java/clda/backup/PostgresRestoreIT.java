package clda.backup;

import clda.kit.PostgresPair;
import clda.kit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** With the programs of the system, since those of tests come without {@code pg_dump}. */
class PostgresRestoreIT extends RestoreContract {

    private static PostgresPair server;

    private final String name = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final String original = server.newDatabase("original_" + name);
    private final String restored = server.newDatabase("restored_" + name);

    @BeforeAll
    static void startServer() throws Exception {
        Assumptions.assumeTrue(PostgresPair.isPossible(), "PostgreSQL's programs are not installed");
        server = PostgresPair.alone(
                Files.createTempDirectory(Path.of(System.getProperty("clda.build", "target")), "restored-")
                        .toAbsolutePath());
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    TestDatabase original(Path dataDir) {
        return TestDatabase.postgres(original);
    }

    @Override
    TestDatabase restored(Path dataDir) {
        return TestDatabase.postgres(restored);
    }

    @Override
    Map<String, String> environmentOfOriginal() {
        return Map.of("CLDA_DB_URL", original, "CLDA_DB_USER", "postgres");
    }

    @Override
    Map<String, String> environmentOfRestored() {
        return Map.of("CLDA_DB_URL", restored, "CLDA_DB_USER", "postgres");
    }
}
