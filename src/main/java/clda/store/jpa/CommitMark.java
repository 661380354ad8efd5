package clda.store.jpa;

import clda.store.WentBack;
import clda.store.WentBack.Loss;
import jakarta.persistence.EntityManager;

/**
 * A writer's row in the database. Every transaction counts it up by one, as its first statement and only from the number that
 * the writer knows, in the history of the database that the writer knows. That tells three things: whether a transaction whose
 * commit was never answered took place (the same transaction sent again finds the number taken, and waits for the first one if
 * that is still committing), whether the writer has been fenced (its row is gone), and whether the database is another than
 * before (a standby has taken over, perhaps without the last commits).
 */
final class CommitMark {

    /** The transaction has been committed before. */
    static final class AlreadyCommitted extends RuntimeException {
        AlreadyCommitted() {
            super("the transaction has been committed before", null, false, false);
        }
    }

    /** The row is gone: another node has taken over. */
    static final class Gone extends RuntimeException {
        Gone(String writer) {
            super("another node has taken over from writer " + writer, null, false, false);
        }
    }

    /** The database is not the one that the writer knows. */
    static final class Elsewhere extends RuntimeException {
        private final transient WentBack what;

        Elsewhere(WentBack what) {
            super("the database has gone back", null, false, false);
            this.what = what;
        }

        WentBack what() {
            return what;
        }
    }

    /** The database is one that another has replaced: nothing may be written to it. */
    static final class Replaced extends RuntimeException {
        Replaced(String line, String known) {
            super(
                    "this database has the history " + line + ", which " + known
                            + " has replaced: is an old primary running?",
                    null,
                    false,
                    false);
        }
    }

    private final String writer;
    private final Node node;
    private final long after;
    private final Announced announced;
    private long committed;
    private volatile long epoch;
    private volatile String line = "";

    /**
     * @param writer a name that no other writer ever had
     * @param after the epoch is higher than this one, whatever the database knows
     */
    CommitMark(String writer, Node node, long after, Announced announced) {
        this.announced = announced;
        this.writer = writer;
        this.node = node;
        this.after = after;
    }

    /** To be called first in each transaction. */
    void advance(EntityManager entities) {
        int advanced = entities.createNativeQuery("update store_writer set committed = ?3,"
                        + " alive_until = (select c.now from store_clock c) + ?4"
                        + " where writer = ?1 and committed = ?2 and ?5 = (select l.line from store_line l)")
                .setParameter(1, writer)
                .setParameter(2, committed)
                .setParameter(3, committed + 1)
                .setParameter(4, node.lease().toMillis())
                .setParameter(5, line)
                .executeUpdate();
        if (advanced == 1) {
            return;
        }
        Object[] row = (Object[]) entities.createNativeQuery("select l.line, w.committed, w.epoch from store_line l"
                        + " left join store_writer w on w.writer = ?1")
                .setParameter(1, writer)
                .getSingleResult();
        String now = (String) row[0];
        long found = row[1] == null ? -1 : ((Number) row[1]).longValue();
        if (committed == 0 && found < 0) {
            line = now;
            join(entities);
            return;
        }
        if (now.compareTo(line) < 0) {
            throw new Replaced(now, line);
        }
        if (found == committed + 1) {
            epoch = ((Number) row[2]).longValue();
            throw new AlreadyCommitted();
        }
        if (found < 0 && now.equals(line)) {
            throw new Gone(writer);
        }
        throw new Elsewhere(new WentBack(loss(entities, found), committed, Math.max(0, found), line, now, epoch));
    }

    private Loss loss(EntityManager entities, long found) {
        if (found >= 0) {
            return found < committed ? Loss.SOME : Loss.NONE;
        }
        boolean fenced = !entities.createNativeQuery("select 1 from engine_start where epoch = ?1 and node = ?2")
                .setParameter(1, epoch)
                .setParameter(2, node.name())
                .getResultList()
                .isEmpty();
        return fenced ? Loss.UNKNOWN : Loss.SOME;
    }

    /** The first transaction: takes over from the previous holder of the node's name, under a higher epoch. */
    private void join(EntityManager entities) {
        entities.createNativeQuery("delete from store_writer where node = ?1")
                .setParameter(1, node.name())
                .executeUpdate();
        int begun;
        do {
            Number last = (Number) entities.createNativeQuery("select coalesce(max(epoch), 0) from engine_start")
                    .getSingleResult();
            epoch = Math.max(last.longValue(), after) + 1;
            // Another node that joins in the same moment may have taken the number.
            begun = entities.createNativeQuery("insert into engine_start (epoch, at, node) select ?1, c.now, ?2"
                            + " from store_clock c where 1 = 1 on conflict (epoch) do nothing")
                    .setParameter(1, epoch)
                    .setParameter(2, node.name())
                    .executeUpdate();
        } while (begun == 0);
        entities.createNativeQuery("insert into store_writer (writer, committed, node, epoch, alive_until, arm)"
                        + " select ?1, ?2, ?3, ?4, c.now + ?5, ?6 from store_clock c")
                .setParameter(1, writer)
                .setParameter(2, committed + 1)
                .setParameter(3, node.name())
                .setParameter(4, epoch)
                .setParameter(5, node.lease().toMillis())
                .setParameter(6, announced.word())
                .executeUpdate();
    }

    /** Repeats in the writer's row what the node says of itself. */
    void announce(EntityManager entities) {
        entities.createNativeQuery("update store_writer set arm = ?2 where writer = ?1")
                .setParameter(1, writer)
                .setParameter(2, announced.word())
                .executeUpdate();
    }

    /** The transaction has been committed. */
    void committed() {
        committed++;
    }

    boolean joined() {
        return committed > 0;
    }

    /** Names the history of the database; empty before the first transaction. */
    String line() {
        return line;
    }

    long epoch() {
        return epoch;
    }

    /** Removes the writer's row. */
    void remove(EntityManager entities) {
        entities.createNativeQuery("delete from store_writer where writer = ?1")
                .setParameter(1, writer)
                .executeUpdate();
    }
}
