package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.conversation.jpa.JpaConversationKeys;
import clda.kit.TestDatabase;
import clda.security.KeyRing;
import clda.security.tink.MasterKeyset;
import clda.security.tink.TinkKeyRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new key beside an old database would make everything in it unreadable, and nobody would notice until then. */
abstract class MasterKeyContract {

    private static final byte[] PLACE = "here".getBytes(StandardCharsets.UTF_8);
    private static final int NODES = 6;

    @TempDir
    Path dataDir;

    private TestDatabase database;
    private Path key;

    abstract TestDatabase open(Path directory);

    @BeforeEach
    void open() {
        database = open(dataDir);
        key = dataDir.resolve("keys/master-key.json");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private KeyRing start() {
        return start(key);
    }

    private KeyRing start(Path file) {
        MasterKey master = MasterKey.at(file, database.dataSource());
        Schema.migrate(database.dataSource());
        master.check(database.dataSource());
        return master.ring();
    }

    private Path keyOfAnotherDatabase() {
        Path file = dataDir.resolve("other/master-key.json");
        TinkKeyRing.at(file);
        return file;
    }

    @Test
    void afterTheKeyWasChangedAFileFromBeforeIsRefused() throws IOException {
        // Given
        start();
        Path before = dataDir.resolve("before/master-key.json");
        Files.createDirectories(before.getParent());
        Files.copy(key, before);

        // When
        MasterKeyset.read(key).withAnother().replace(key);
        start();
        start(before);
        MasterKeyset.read(key).writingWithTheLast().replace(key);
        start();

        // Then
        assertThatThrownBy(() -> start(before)).hasMessageContaining("another master key");
        start();
    }

    @Test
    void aNodeThatStillWritesWithTheEarlierKeyDoesNotLetAFileFromBeforeInAgain() throws IOException {
        // Given a key that was added on both nodes, and is written with on one of them
        start();
        Path before = copied("before");
        MasterKeyset.read(key).withAnother().replace(key);
        Path added = copied("added");
        MasterKeyset.read(key).writingWithTheLast().replace(key);
        start();

        // When the other starts again
        start(added);

        // Then
        assertThatThrownBy(() -> start(before)).hasMessageContaining("another master key");
    }

    private Path copied(String folder) throws IOException {
        Path copy = dataDir.resolve(folder).resolve("master-key.json");
        Files.createDirectories(copy.getParent());
        return Files.copy(key, copy);
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

    @Test
    void withAnotherKeyTheStartIsRefusedByTheNameOfTheFile() {
        start();
        Path other = keyOfAnotherDatabase();

        assertThatThrownBy(() -> start(other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("clda.security.key-file=" + other)
                .hasMessageContaining("another master key");
        start();
    }

    @Test
    void aDatabaseOfAVersionThatWroteNoCheckValueTakesTheKeyOfItsConversations() throws SQLException {
        // Given
        KeyRing ring = start();
        write(ring, "c1");
        forgetCheckValue();

        // When another key comes first, then
        assertThatThrownBy(() -> start(keyOfAnotherDatabase())).hasMessageContaining("another master key");
        start();
    }

    @Test
    void aDamagedConversationOfSuchADatabaseDoesNotSpeakAgainstTheKey() throws SQLException {
        KeyRing ring = start();
        write(ring, "c1");
        write(ring, "c2");
        run("update conversation set data_key = " + emptyBytes() + " where id = 'c2'");
        forgetCheckValue();

        start();
    }

    @Test
    void ofNodesThatComeToANewDatabaseWithKeysOfTheirOwnInTheSameInstantOneIsTaken() throws Exception {
        // Given
        CyclicBarrier together = new CyclicBarrier(NODES);
        List<Future<Path>> starts = new ArrayList<>();

        // When
        List<Path> taken = new ArrayList<>();
        try (ExecutorService nodes = Executors.newFixedThreadPool(NODES)) {
            for (int node = 0; node < NODES; node++) {
                Path file = dataDir.resolve("node-" + node + "/master-key.json");
                starts.add(nodes.submit(() -> {
                    MasterKey own = MasterKey.at(file, database.dataSource());
                    together.await();
                    Schema.migrate(database.dataSource());
                    own.check(database.dataSource());
                    return file;
                }));
            }
            for (Future<Path> start : starts) {
                try {
                    taken.add(start.get());
                } catch (ExecutionException refused) {
                    assertThat(refused).hasRootCauseInstanceOf(IllegalStateException.class);
                    assertThat(refused).hasMessageContaining("another master key");
                }
            }
        }

        // Then it starts again, and no other
        assertThat(taken).hasSize(1);
        start(taken.getFirst());
    }

    /** SQL for a byte string without bytes. */
    abstract String emptyBytes();

    private void write(KeyRing ring, String conversation) throws SQLException {
        DataSource source = database.dataSource();
        try (Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into conversation (id, tenant, owner,"
                                + " created_at, archived, data_key, key_version) values (?, 'default', 'alice', 1, false, ?, 1)")) {
            insert.setString(1, conversation);
            insert.setBytes(
                    2,
                    ring.newDataKey(JpaConversationKeys.subject("default", conversation))
                            .wrapped());
            insert.executeUpdate();
        }
    }

    private void forgetCheckValue() throws SQLException {
        run("delete from master_key");
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
