package clda.relay.postgres;

import clda.relay.NodeBus;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * {@code LISTEN} and {@code NOTIFY} of PostgreSQL, for clusters without Redis. Keeps one connection for as long as it
 * receives. Notices are sent in transactions of their own that wait for no disk, apart from those that store something: a
 * notice in a transaction lets all such transactions commit one after another.
 */
public final class PostgresBus implements NodeBus {

    /** Characters of a notice, fewer than the 8,000 bytes that PostgreSQL takes. */
    private static final int MAX_NOTICE = 7_900;

    private static final String ALL = "clda_nodes";
    /** How long one look takes at most, and so how soon the end of listening is noticed. */
    private static final Duration LOOKS_FOR = Duration.ofSeconds(1);

    private static final Duration PACE = Duration.ofMillis(20);

    /** What a sealed message has besides its text: names, ids, numbers, the seal. */
    private static final int OVERHEAD = 512;

    private final DataSource database;
    private volatile boolean wanted = true;

    public PostgresBus(DataSource database) {
        this.database = database;
    }

    private static String channel(@Nullable String node) {
        return node == null ? ALL : "clda_node_" + node;
    }

    @Override
    public void send(List<Envelope> messages) throws IOException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement();
                    PreparedStatement notify = connection.prepareStatement("select pg_notify(?, ?)")) {
                statement.execute("set local synchronous_commit = off");
                for (Envelope message : messages) {
                    notify.setString(1, channel(message.to()));
                    notify.setString(2, Base64.getEncoder().encodeToString(message.message()));
                    notify.execute();
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void receive(String node, Runnable connected, Consumer<byte[]> received) throws IOException {
        wanted = true;
        try (Connection connection = database.getConnection()) {
            Notices notices = Notices.of(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("listen " + ALL);
                statement.execute("listen " + statement.enquoteIdentifier(channel(node), true));
                connected.run();
                while (wanted) {
                    for (String notice : notices.await(LOOKS_FOR)) {
                        received.accept(Base64.getDecoder().decode(notice));
                    }
                }
            } finally {
                stopListening(connection);
            }
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The connection goes back to a pool, where nobody would read what it hears. */
    private static void stopListening(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("unlisten *");
        }
    }

    @Override
    public void disconnect() {
        wanted = false;
    }

    @Override
    public int largest() {
        return MAX_NOTICE * 3 / 4 - OVERHEAD;
    }

    @Override
    public Duration pace() {
        return PACE;
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public void close() {
        disconnect();
    }
}
