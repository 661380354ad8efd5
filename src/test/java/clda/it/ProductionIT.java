package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.boot.Schema;
import clda.kit.TestDatabase;
import clda.security.tink.TinkKeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A server does not start on what is dangerous, the prod profile least of all, and says what that is. */
class ProductionIT {

    @Test
    void demoAccountsAreRefused() {
        String log = RunningServer.refusal("prod-demo", Map.of("mp.config.profile", "prod", "clda.demo", "true"));

        assertThat(log).contains("refusing to start in the prod profile: clda.demo=true");
    }

    @Test
    void aServerWhoseConfigurationIsWrongEndsAndSaysWhatIsWrong() {
        String log = RunningServer.refusal("wrong-model", Map.of("clda.llm.provider", "gemini"));

        // WildFly puts its own words before each line.
        assertThat(log.lines().filter(line -> line.contains("CLDA ends: ")))
                .singleElement()
                .asString()
                .contains("refusing to start: clda.llm.provider is one of", "not gemini");
    }

    @Test
    void aMasterKeyBesideTheDataIsRefused() {
        String log = RunningServer.refusal("prod-key", Map.of("mp.config.profile", "prod"));

        assertThat(log).contains("refusing to start in the prod profile: clda.security.key-file");
    }

    @Test
    @DisabledIfSystemProperty(
            named = "clda.store",
            matches = "postgresql",
            disabledReason = "the database is made by the server's own data source")
    void aDatabaseWhoseKeyIsMissingIsRefused(@TempDir Path dataDir) {
        try (TestDatabase database = TestDatabase.embedded(dataDir)) {
            Schema.migrate(database.dataSource());
        }

        String log = RunningServer.refusal("no-key", Map.of("clda.data-dir", dataDir.toString()));

        assertThat(log).contains("refusing to start: clda.security.key-file=" + dataDir);
    }

    @Test
    @DisabledIfSystemProperty(
            named = "clda.store",
            matches = "postgresql",
            disabledReason = "each start would get a database of its own")
    void keysAreMadeAtTheStartAndADatabaseOfAnotherKeyIsRefused() throws IOException {
        // Given a server that nobody has come to yet
        Path dataDir;
        try (RunningServer server = RunningServer.start("first-key", Map.of(), ServerStore.chosen(), List.of())) {
            dataDir = server.dataDir();
            assertThat(dataDir.resolve("keys/master-key.json")).exists();
            assertThat(dataDir.resolve("keys/token-key.json")).exists();
        }
        Files.delete(dataDir.resolve("keys/master-key.json"));
        TinkKeyRing.at(dataDir.resolve("keys/master-key.json"));

        // When it comes back with another key
        String log = RunningServer.refusal("other-key", Map.of("clda.data-dir", dataDir.toString()));

        // Then
        assertThat(log)
                .contains("refusing to start: clda.security.key-file=" + dataDir.resolve("keys/master-key.json")
                        + " holds another master key");
    }
}
