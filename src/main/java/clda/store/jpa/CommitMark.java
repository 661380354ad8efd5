package clda.store.jpa;

import jakarta.persistence.EntityManager;
import java.util.List;

/**
 * Tells whether a transaction whose commit was never answered took place. Every transaction of a writer counts the
 * writer's row up by one, as its first statement and only from the number that it knows; the same transaction sent again
 * finds the number taken if the first one committed, and waits for the first one if that is still committing.
 */
final class CommitMark {

    /** The transaction has been committed before. */
    static final class AlreadyCommitted extends RuntimeException {
        AlreadyCommitted() {
            super("the transaction has been committed before", null, false, false);
        }
    }

    private final String writer;
    private long committed;

    /** @param writer a name that no other writer ever had */
    CommitMark(String writer) {
        this.writer = writer;
    }

    /** To be called first in each transaction. */
    void advance(EntityManager entities) {
        int advanced = entities.createNativeQuery(
                        "update store_writer set committed = ?3 where writer = ?1 and committed = ?2")
                .setParameter(1, writer)
                .setParameter(2, committed)
                .setParameter(3, committed + 1)
                .executeUpdate();
        if (advanced == 1) {
            return;
        }
        List<?> found = entities.createNativeQuery("select committed from store_writer where writer = ?1")
                .setParameter(1, writer)
                .getResultList();
        if (found.isEmpty() && committed == 0) {
            entities.createNativeQuery("insert into store_writer (writer, committed) values (?1, ?2)")
                    .setParameter(1, writer)
                    .setParameter(2, committed + 1)
                    .executeUpdate();
        } else if (!found.isEmpty() && ((Number) found.getFirst()).longValue() == committed + 1) {
            throw new AlreadyCommitted();
        } else {
            throw new IllegalStateException("writer " + writer + " is not alone");
        }
    }

    /** The transaction has been committed. */
    void committed() {
        committed++;
    }

    /** Leaves no trace. */
    void remove(EntityManager entities) {
        entities.createNativeQuery("delete from store_writer where writer = ?1")
                .setParameter(1, writer)
                .executeUpdate();
    }
}
