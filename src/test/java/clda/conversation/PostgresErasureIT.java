package clda.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.kit.FreshDatabase;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A conversation that one node erases while another writes to it. */
class PostgresErasureIT {

    @RegisterExtension
    final FreshDatabase fresh = new FreshDatabase();

    @TempDir
    Path dataDir;

    private static long count(Statement statement, String what) throws SQLException {
        try (ResultSet row = statement.executeQuery("select count(*) from " + what)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void nothingIsLeftOfItWhicheverCommitsLast() throws Exception {
        try (SeEngine engine = SeEngine.on(dataDir, TestDatabase.postgres(fresh.url()));
                TestDatabase other = TestDatabase.postgres(fresh.url());
                Connection connection = other.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            ConversationLog log = engine.engine().log();
            log.create("c1", "default", "alice", null);
            log.append("c1", ConversationLog.Append.of(null, new ConversationRenamed("first")))
                    .orElseThrow();

            // Given an erasure by another node that is about to commit
            connection.setAutoCommit(false);
            statement.executeUpdate("update conversation set data_key = '' where id = 'c1'");
            statement.executeUpdate("delete from event where conversation_id = 'c1'");
            statement.executeUpdate("delete from conversation where id = 'c1'");

            // When this one writes meanwhile, and then the other commits
            FutureTask<Object> writing = new FutureTask<>(
                    () -> log.append("c1", ConversationLog.Append.of(null, new ConversationRenamed("second")))
                            .orElseThrow());
            Thread.ofVirtual().start(writing);
            Awaitility.await("the writer to wait for the other")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> count(statement, "pg_locks where not granted") > 0);
            connection.commit();

            // Then it is told, and nothing is left
            assertThatThrownBy(() -> writing.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            assertThat(count(statement, "event where conversation_id = 'c1'")).isZero();
            assertThat(count(statement, "conversation where id = 'c1'")).isZero();
        }
    }
}
