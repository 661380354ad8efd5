package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** Which settings of a database keep what it acknowledges. */
class DurabilityTest {

    @TempDir
    Path dataDir;

    private Durability of(String url) {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl(url);
        return Durability.of(database);
    }

    @Test
    void syncedCommitsInAFileAreDurable() {
        assertThat(of("jdbc:sqlite:" + dataDir.resolve("a.db") + "?journal_mode=WAL&synchronous=FULL")
                        .durable())
                .isTrue();
    }

    @Test
    void everythingElseIsNot() {
        assertThat(of("jdbc:sqlite:" + dataDir.resolve("b.db") + "?journal_mode=WAL&synchronous=NORMAL")
                        .durable())
                .isFalse();
        assertThat(of("jdbc:sqlite:" + dataDir.resolve("c.db") + "?journal_mode=OFF&synchronous=FULL")
                        .durable())
                .isFalse();
        assertThat(of("jdbc:sqlite::memory:").durable()).isFalse();
    }
}
