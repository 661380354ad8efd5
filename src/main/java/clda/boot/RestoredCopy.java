package clda.boot;

import clda.audit.Anchor;
import clda.store.jpa.JpaStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Refuses a database that is a backup which nobody has restored: it would go on as if nothing had happened since, and do again
 * what was done.
 */
final class RestoredCopy {

    private static final String HOW = "restore it with clda-restore, which marks what may have been done since"
            + " (docs/operations.md, Restore)";

    private RestoredCopy() {}

    /**
     * @param database after {@link Schema#migrate}
     * @throws IllegalStateException if it came out of a backup of {@code clda-backup} by itself
     */
    static void refuseUnmarked(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select 1 from store_in_use where id = 1")) {
            if (!row.next()) {
                throw new IllegalStateException(
                        StartGuard.REFUSING + ": this database is a copy out of a backup; " + HOW);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the data source jdbc/clda cannot be used", e);
        }
    }

    /**
     * @param last the last anchor that this node has written, of whatever epoch; empty if it has written none
     * @throws IllegalStateException if the database does not have the entry that it names, was not restored since, did not go back
     *     before the eyes of another node, and is not empty
     */
    static void refuseOlder(JpaStore store, Optional<Anchor> last, Path anchors) {
        if (last.isEmpty()) {
            return;
        }
        long epoch = last.get().position().epoch();
        long number = last.get().position().number();
        List<?> known = store.read(
                entities -> entities.createNativeQuery("select 1 from audit_entry where epoch = ?1 and number = ?2"
                                + " union all select 1 from store_restored where epoch >= ?1"
                                + " union all select 1 from store_gone_back where epoch >= ?1"
                                + " union all select 1 from store_in_use where not exists (select 1 from conversation)")
                        .setParameter(1, epoch)
                        .setParameter(2, number)
                        .getResultList());
        if (known.isEmpty()) {
            throw new IllegalStateException(StartGuard.REFUSING + ": the database is older than this node, which has"
                    + " kept entry " + epoch + "-" + number + " of the audit trail in clda.audit.anchor-file="
                    + anchors.toAbsolutePath()
                    + "; if it is a backup, " + HOW);
        }
    }
}
