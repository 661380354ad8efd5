package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.boot.Schema;
import clda.kit.TestDatabase;
import java.nio.file.Path;
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
}
