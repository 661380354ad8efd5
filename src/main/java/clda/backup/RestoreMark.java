package clda.backup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Set;

/**
 * What makes a copy of a database a restored one: epochs begin far above those of the lost time, conversations that were erased
 * since are named, and the first server that starts on it ends what must not go on.
 *
 * @param backup nothing that happened after this time is certain to be in the database
 * @param erased ids of conversations to be erased again
 * @param lastEpoch the highest epoch that is known from elsewhere; 0 if none is
 */
record RestoreMark(Instant backup, Set<String> erased, long lastEpoch) implements StoreFiles.Mark {

    /** More than servers can have been started between a backup and its restore. */
    private static final long AHEAD = 1_000_000;

    @Override
    public void on(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            refuseWhileInUse(statement);
            long now = number(statement, "select now from store_clock");
            long epoch = Math.max(
                            lastEpoch,
                            Math.max(
                                    number(statement, "select coalesce(max(epoch), 0) from engine_start"),
                                    number(statement, "select coalesce(max(epoch), 0) from audit_entry")))
                    + AHEAD;
            long restores = number(statement, "select count(*) from store_restored");
            statement.executeUpdate("delete from store_writer");
            insert(connection, "insert into engine_start (epoch, at, node) values (?, ?, '')", epoch, now);
            insert(
                    connection,
                    "insert into store_restored (number, backup_at, restored_at, epoch, state, looks)"
                            + " values (?, ?, ?, ?, 'pending', 0)",
                    restores + 1,
                    backup.toEpochMilli(),
                    now,
                    epoch);
            repeat(connection);
            statement.executeUpdate("insert into store_in_use (id) values (1) on conflict (id) do nothing");
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
        connection.setAutoCommit(true);
    }

    /** A copy knows no node that is alive: its row of use was left out. */
    private static void refuseWhileInUse(Statement statement) throws SQLException {
        long alive = number(
                statement,
                "select count(*) from store_writer w, store_clock c where w.alive_until > c.now"
                        + " and exists (select 1 from store_in_use)");
        if (alive > 0) {
            throw new Refusal("servers use this database now: stop them first");
        }
    }

    private static long number(Statement statement, String question) throws SQLException {
        try (ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void insert(Connection connection, String sql, long... values) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                insert.setLong(i + 1, values[i]);
            }
            insert.executeUpdate();
        }
    }

    private void repeat(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into erasure_to_repeat (conversation_id)"
                + " select id from conversation where id = ? on conflict (conversation_id) do nothing")) {
            for (String id : erased) {
                insert.setString(1, id);
                insert.executeUpdate();
            }
        }
    }
}
