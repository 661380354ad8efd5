package clda.kit;

import clda.boot.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real PostgreSQL of its own, which can be killed and started again on the same data. */
public final class Postgres implements AutoCloseable {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Path home;
    private final int port;
    private final Map<String, String> settings;
    private EmbeddedPostgres server;
    private String template;

    private Postgres(Path home, int port, Map<String, String> settings) {
        this.home = home;
        this.port = port;
        this.settings = settings;
        startAgain();
    }

    /** As durable as PostgreSQL is by default. */
    public static Postgres start(Path home) {
        return start(home, Map.of());
    }

    /** @param settings of {@code postgresql.conf}, on top of the defaults */
    public static Postgres start(Path home, Map<String, String> settings) {
        return new Postgres(home, Ports.free(), settings);
    }

    /** At a port of its own choice. */
    public static Postgres start(Path home, int port, Map<String, String> settings) {
        return new Postgres(home, port, settings);
    }

    /** One for all tests of a run that do not disturb it; at the port {@code clda.db.port} if that is set. */
    public static Postgres shared() {
        return Shared.SERVER;
    }

    private static final class Shared {
        private static final Postgres SERVER = start();

        private static Postgres start() {
            try {
                Path home = Files.createTempDirectory(Path.of(System.getProperty("clda.build", "target")), "postgres-");
                Postgres server =
                        new Postgres(home.toAbsolutePath(), Integer.getInteger("clda.db.port", Ports.free()), Map.of());
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public void startAgain() {
        if (server != null) {
            // It has ended; what is left of it here holds the lock on its data.
            close();
        }
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(home.resolve("programs").toFile())
                .setDataDirectory(home.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                // Machines that are busy with other things take their time.
                .setPGStartupWait(Duration.ofMinutes(2))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                // No less durable, and a gigabyte less on the disk.
                .setServerConfig("max_wal_size", "64MB")
                .setServerConfig("min_wal_size", "32MB");
        settings.forEach(builder::setServerConfig);
        try {
            server = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a fresh database and gives its name. */
    public String newDatabase() {
        String name = "clda_" + DATABASES.incrementAndGet();
        run("postgres", "create database " + name);
        return name;
    }

    /** Makes a database with the tables of this version and gives its name. */
    public synchronized String newDatabaseWithTables() {
        if (template == null) {
            String migrated = newDatabase();
            try (TestDatabase database = TestDatabase.postgres(url(migrated))) {
                Schema.migrate(database.dataSource());
            }
            template = migrated;
        }
        String name = "clda_" + DATABASES.incrementAndGet();
        run("postgres", "create database " + name + " template " + template);
        return name;
    }

    public int port() {
        return port;
    }

    public String url(String database) {
        return address(database) + "&connectTimeout=2&socketTimeout=10&loginTimeout=3"
                + "&options=-c%20idle_in_transaction_session_timeout=4000";
    }

    private String address(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    /** Runs SQL as the operator, who has patience: to make or drop a database takes a checkpoint. */
    public void run(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(address(database));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public long count(String database, String table) {
        try (Connection connection = DriverManager.getConnection(url(database));
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from " + table)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(table, e);
        }
    }

    /** {@code pg_terminate_backend} for every connection but this one. */
    public void endAllConnections() {
        run("postgres", "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()");
    }

    /** SIGKILL to the first process and all its children. */
    public void kill() {
        ProcessHandle first = first().orElseThrow();
        var all = first.descendants().toList();
        first.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        first.onExit().join();
    }

    /** The ids of all its processes. */
    public List<Long> processes() {
        ProcessHandle first = first().orElseThrow();
        return Stream.concat(Stream.of(first), first.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** For a server that has given up, as one without room for its log does. */
    public void startAgainIfEnded() {
        if (first().isEmpty()) {
            startAgain();
        }
    }

    private Optional<ProcessHandle> first() {
        Path file = home.resolve("data/postmaster.pid");
        try {
            return Files.exists(file)
                    ? ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
