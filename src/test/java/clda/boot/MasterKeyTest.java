package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.kit.TestDatabase;
import clda.security.KeyRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new key beside an old database would make everything in it unreadable, and nobody would notice until then. */
class MasterKeyTest {

    private static final byte[] PLACE = "here".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path dataDir;

    private TestDatabase database;
    private Path key;

    @BeforeEach
    void open() {
        database = TestDatabase.embedded(dataDir);
        key = dataDir.resolve("keys/master-key.json");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private KeyRing start() {
        KeyRing ring = MasterKey.at(key, database.dataSource());
        Schema.migrate(database.dataSource());
        return ring;
    }

    @Test
    void withANewDatabaseAKeyIsMadeAndKept() {
        byte[] sealed = start().shared().seal(PLACE, PLACE);

        assertThat(start().shared().open(sealed, PLACE)).isEqualTo(PLACE);
    }

    @Test
    void withoutTheKeyOfAnOldDatabaseTheStartIsRefused() throws IOException {
        start();
        Files.delete(key);

        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("clda.security.key-file=" + key)
                .hasMessageContaining("does not exist");
        assertThat(key).doesNotExist();
    }

    @Test
    void aFirstStartThatEndedBeforeTheTablesWereMadeIsMadeUpFor() {
        MasterKey.at(key, database.dataSource());

        start();
    }
}
