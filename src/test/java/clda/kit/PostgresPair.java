package clda.kit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A real PostgreSQL and a standby that streams from it, by the programs of the system; each can take over from the other. */
public final class PostgresPair implements AutoCloseable {

    private static final Path PROGRAMS =
            Path.of(System.getProperty("clda.postgresql.programs", "/usr/lib/postgresql/15/bin"));
    private static final String DATABASE = "clda";

    private final Path home;
    private final boolean synchronous;
    private final int[] ports = {Ports.free(), Ports.free()};
    private int primary;

    private PostgresPair(Path home, boolean synchronous) {
        this.home = home;
        this.synchronous = synchronous;
    }

    /** Whether the system has what is needed. */
    public static boolean isPossible() {
        return Files.isExecutable(PROGRAMS.resolve("pg_basebackup"));
    }

    /** @param synchronous whether each commit waits for the standby */
    public static PostgresPair start(Path home, boolean synchronous) {
        PostgresPair pair = new PostgresPair(home, synchronous);
        pair.startPrimary();
        pair.attachStandby();
        return pair;
    }

    /** One without a standby. */
    public static PostgresPair alone(Path home) {
        PostgresPair pair = new PostgresPair(home, false);
        pair.startPrimary();
        return pair;
    }

    /** Makes a database and gives its address. */
    public String newDatabase(String name) {
        sql("postgres", "create database " + name);
        return address(name) + "&options=-c%20idle_in_transaction_session_timeout=4000";
    }

    /** Names both; connections go to the one that is primary. */
    public String url() {
        return address()
                + "?user=postgres&targetServerType=primary&hostRecheckSeconds=1&connectTimeout=2&socketTimeout=10"
                + "&loginTimeout=3&options=-c%20idle_in_transaction_session_timeout=4000";
    }

    /** The same without user and settings. */
    public String address() {
        return "jdbc:postgresql://127.0.0.1:" + ports[0] + ",127.0.0.1:" + ports[1] + "/" + DATABASE;
    }

    private void startPrimary() {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (isSuperuser()) {
            run("chown", "postgres", home.toString());
        }
        runAsOwner("initdb", "-D", data(0), "-U", "postgres", "-A", "trust", "--no-sync", "--locale=C", "-E", "UTF8");
        append(
                0,
                "postgresql.conf",
                "listen_addresses = '127.0.0.1'",
                "unix_socket_directories = ''",
                "max_connections = 100",
                "wal_keep_size = '64MB'",
                "max_wal_size = '64MB'",
                "min_wal_size = '32MB'");
        startServer(0);
        sql("postgres", "create database " + DATABASE);
    }

    /** Makes the one that is not primary a standby with a fresh copy, and waits until it streams. */
    public void attachStandby() {
        int standby = 1 - primary;
        run("rm", "-rf", data(standby));
        runAsOwner(
                "pg_basebackup",
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(ports[primary]),
                "-U",
                "postgres",
                "-D",
                data(standby),
                "-R",
                "-X",
                "stream",
                "-c",
                "fast",
                "--no-sync");
        // Once it is primary it has no standby, and does not wait for one.
        append(standby, "postgresql.auto.conf", "synchronous_standby_names = ''");
        startServer(standby);
        awaits("select count(*) from pg_stat_replication where state = 'streaming'", 1);
        if (synchronous) {
            sql("postgres", "alter system set synchronous_standby_names = '*'");
            sql("postgres", "select pg_reload_conf()");
            awaits("select count(*) from pg_stat_replication where sync_state = 'sync'", 1);
        }
    }

    /** From now on the standby gets nothing. */
    public void cut() {
        append(1 - primary, "postgresql.auto.conf", "primary_conninfo = ''");
        runAsOwner("pg_ctl", "-D", data(1 - primary), "reload");
        awaits("select count(*) from pg_stat_replication", 0);
    }

    /** SIGKILL to the primary and all its children. */
    public void killPrimary() {
        try {
            Path file = Path.of(data(primary), "postmaster.pid");
            ProcessHandle first = ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(file).getFirst()))
                    .orElseThrow();
            List<ProcessHandle> all = first.descendants().toList();
            first.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            first.onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The standby takes over. */
    public void promoteStandby() {
        runAsOwner("pg_ctl", "-D", data(1 - primary), "-w", "promote");
        primary = 1 - primary;
    }

    public void sql(String database, String statement) {
        try (Connection connection = DriverManager.getConnection(address(database));
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    public void sql(String statement) {
        sql(DATABASE, statement);
    }

    /** The number that a query of the primary gives. */
    public long number(String query) {
        try (Connection connection = DriverManager.getConnection(address(DATABASE));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    private String address(String database) {
        return "jdbc:postgresql://127.0.0.1:" + ports[primary] + "/" + database + "?user=postgres&connectTimeout=5";
    }

    private void awaits(String query, long number) {
        Awaitility.await(query).atMost(Duration.ofSeconds(30)).until(() -> number(query) == number);
    }

    private String data(int which) {
        return home.resolve("data-" + which).toString();
    }

    private void startServer(int which) {
        runAsOwner("pg_ctl", "-D", data(which), "-l", data(which) + "/log", "-o", "-p " + ports[which], "-w", "start");
    }

    private void append(int which, String file, String... lines) {
        try {
            Files.write(Path.of(data(which), file), List.of(lines), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSuperuser() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** PostgreSQL does not run as the superuser. */
    private static void runAsOwner(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isSuperuser()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(PROGRAMS.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(new File("/"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + process.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        for (int which = 0; which < ports.length; which++) {
            if (Files.exists(Path.of(data(which), "postmaster.pid"))) {
                try {
                    runAsOwner("pg_ctl", "-D", data(which), "-m", "immediate", "stop");
                } catch (IllegalStateException e) {
                    // It has been killed.
                }
            }
        }
        run("rm", "-rf", home.toString());
    }
}
