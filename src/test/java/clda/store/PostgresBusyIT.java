package clda.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.kit.FreshDatabase;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.store.jpa.JpaWrite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that is there and too busy: whoever waits is told to try again, and the node goes on. */
@Timeout(60)
class PostgresBusyIT {

    @RegisterExtension
    final FreshDatabase fresh = new FreshDatabase();

    @TempDir
    Path dataDir;

    private SeEngine engine;
    private Connection other;

    @BeforeEach
    void start() throws SQLException {
        engine = SeEngine.on(
                dataDir, TestDatabase.postgres(fresh.url() + "%20-c%20statement_timeout=400%20-c%20lock_timeout=200"));
        engine.engine().log().create("c1", "default", "alice", null);
        other = DriverManager.getConnection(fresh.url());
        try (Statement statement = other.createStatement()) {
            statement.execute("set idle_in_transaction_session_timeout = 0");
        }
        other.setAutoCommit(false);
    }

    @AfterEach
    void stop() throws SQLException {
        other.close();
        engine.close();
    }

    private void holds(String table) throws SQLException {
        try (Statement statement = other.createStatement()) {
            statement.execute("lock table " + table + " in access exclusive mode");
        }
    }

    private static JpaWrite sql(String text) {
        return entities -> entities.createNativeQuery(text).executeUpdate();
    }

    @Test
    void aWriteThatGetsNoLockInTimeWasNotDoneAndSaysSo() throws SQLException {
        holds("conversation");

        assertThatThrownBy(() -> engine.store().write(sql("update conversation set created_at = 1")))
                .isInstanceOf(Busy.class);

        assertThat(engine.store().away()).isFalse();
        other.rollback();
        engine.store().write(sql("update conversation set created_at = created_at"));
    }

    @Test
    void aWriteWaitsForALockThatIsHeldForAMoment() throws Exception {
        holds("conversation");
        Thread holder = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(500);
                other.rollback();
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        engine.store().write(sql("update conversation set created_at = created_at"));

        holder.join();
    }

    @Test
    void whoIsWrittenTogetherWithSomethingThatGetsNoLockIsWrittenAllTheSame() throws Exception {
        // Given
        holds("fact");
        List<Future<?>> others = new ArrayList<>();

        // When many are written at once, and one of them waits for the lock
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> waiting = threads.submit(() -> engine.store().write(sql("delete from fact")));
            for (int i = 0; i < 20; i++) {
                others.add(threads.submit(
                        () -> engine.store().write(sql("update conversation set created_at = created_at"))));
            }

            // Then
            for (Future<?> other : others) {
                other.get();
            }
            assertThatThrownBy(waiting::get).hasCauseInstanceOf(Busy.class);
        }
    }

    @Test
    void aReadThatTakesTooLongSaysSo() {
        assertThatThrownBy(() -> engine.store()
                        .read(entities -> entities.createNativeQuery("select cast(pg_sleep(5) as varchar)")
                                .getResultList()))
                .isInstanceOf(Busy.class);

        assertThat(engine.store().away()).isFalse();
    }

    @Test
    void moreReadersThanConnectionsTakeTurnsAndAWriteGoesThroughBetween() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Given readers that together need the whole pool for longer than a connection is waited for
            List<Future<Optional<Object>>> readers = new ArrayList<>();
            for (int reader = 0; reader < 200; reader++) {
                readers.add(threads.submit(() -> engine.store()
                        .readIfThere(entities -> entities.createNativeQuery("select 1 from pg_sleep(0.3)")
                                .getSingleResult())));
            }
            Awaitility.await().until(() -> readers.stream().anyMatch(Future::isDone));

            // When
            engine.store().write(sql("update conversation set created_at = created_at"));

            // Then it did not wait for all of them, and none of them took the database for away
            assertThat(readers).anyMatch(reader -> !reader.isDone());
            for (Future<Optional<Object>> reader : readers) {
                assertThat(reader.get()).isPresent();
            }
        }
    }
}
