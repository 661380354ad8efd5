package clda.store.jpa;

import jakarta.persistence.EntityManager;
import java.util.List;

/**
 * A writer's row in the database. Every transaction counts it up by one, as its first statement and only from the number that
 * the writer knows. That tells two things: whether a transaction whose commit was never answered took place (the same
 * transaction sent again finds the number taken, and waits for the first one if that is still committing), and whether the
 * writer has been fenced (its row is gone).
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

    private final String writer;
    private final Node node;
    private long committed;
    private volatile long epoch;

    /** @param writer a name that no other writer ever had */
    CommitMark(String writer, Node node) {
        this.writer = writer;
        this.node = node;
    }

    /** To be called first in each transaction. */
    void advance(EntityManager entities) {
        int advanced = entities.createNativeQuery("update store_writer set committed = ?3,"
                        + " alive_until = (select c.now from store_clock c) + ?4"
                        + " where writer = ?1 and committed = ?2")
                .setParameter(1, writer)
                .setParameter(2, committed)
                .setParameter(3, committed + 1)
                .setParameter(4, node.lease().toMillis())
                .executeUpdate();
        if (advanced == 1) {
            return;
        }
        List<?> found = entities.createNativeQuery("select committed, epoch from store_writer where writer = ?1")
                .setParameter(1, writer)
                .getResultList();
        if (found.isEmpty() && committed == 0) {
            join(entities);
            return;
        }
        if (found.isEmpty()) {
            throw new Gone(writer);
        }
        Object[] row = (Object[]) found.getFirst();
        if (((Number) row[0]).longValue() != committed + 1) {
            throw new IllegalStateException("writer " + writer + " is not alone");
        }
        epoch = ((Number) row[1]).longValue();
        throw new AlreadyCommitted();
    }

    /** The first transaction: takes over from whoever had the node's name before, under a higher epoch. */
    private void join(EntityManager entities) {
        entities.createNativeQuery("delete from store_writer where node = ?1")
                .setParameter(1, node.name())
                .executeUpdate();
        int begun;
        do {
            Number last = (Number) entities.createNativeQuery("select coalesce(max(epoch), 0) from engine_start")
                    .getSingleResult();
            epoch = last.longValue() + 1;
            // Another node that joins in the same moment may have taken the number.
            begun = entities.createNativeQuery("insert into engine_start (epoch, at, node) select ?1, c.now, ?2"
                            + " from store_clock c where 1 = 1 on conflict (epoch) do nothing")
                    .setParameter(1, epoch)
                    .setParameter(2, node.name())
                    .executeUpdate();
        } while (begun == 0);
        entities.createNativeQuery("insert into store_writer (writer, committed, node, epoch, alive_until)"
                        + " select ?1, ?2, ?3, ?4, c.now + ?5 from store_clock c")
                .setParameter(1, writer)
                .setParameter(2, committed + 1)
                .setParameter(3, node.name())
                .setParameter(4, epoch)
                .setParameter(5, node.lease().toMillis())
                .executeUpdate();
    }

    /** The transaction has been committed. */
    void committed() {
        committed++;
    }

    boolean joined() {
        return committed > 0;
    }

    long epoch() {
        return epoch;
    }

    /** Leaves no trace. */
    void remove(EntityManager entities) {
        entities.createNativeQuery("delete from store_writer where writer = ?1")
                .setParameter(1, writer)
                .executeUpdate();
    }
}
