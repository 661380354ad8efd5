package clda.store.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** The nodes that share the database with this one, as their rows there show them. */
final class OtherNodes {

    private static final Logger LOG = System.getLogger(OtherNodes.class.getName());

    /**
     * A node that has joined and not been fenced.
     *
     * @param millisLeft of its lease, by the clock of the database; negative once it has ended
     */
    record Other(String writer, long epoch, long millisLeft) {

        boolean isAlive() {
            return millisLeft >= 0;
        }

        private static Other of(Object row) {
            Object[] columns = (Object[]) row;
            return new Other((String) columns[0], ((Number) columns[1]).longValue(), ((Number) columns[2]).longValue());
        }
    }

    private final EntityManagerFactory factory;
    private final Transactions transactions;

    OtherNodes(EntityManagerFactory factory, Transactions transactions) {
        this.factory = factory;
        this.transactions = transactions;
    }

    /** Reads at once, without waiting for a turn or for a database that is away. */
    List<Other> besides(long ownEpoch) {
        try (EntityManager entities = factory.createEntityManager()) {
            List<?> rows = entities.createNativeQuery("select w.writer, w.epoch, w.alive_until - c.now"
                            + " from store_writer w, store_clock c where w.epoch <> ?1")
                    .setParameter(1, ownEpoch)
                    .getResultList();
            return rows.stream().map(Other::of).toList();
        }
    }

    /**
     * Removes the row of a node whose lease has ended, so that it can write nothing more under its epoch. In a transaction of
     * its own: it may have to wait for one that the other node left open when it stopped.
     */
    void fence(Other other) {
        transactions.run(entities -> {
            int fenced = entities.createNativeQuery("delete from store_writer where writer = ?1"
                            + " and alive_until < (select c.now from store_clock c)")
                    .setParameter(1, other.writer())
                    .executeUpdate();
            if (fenced == 1) {
                LOG.log(Level.WARNING, "the node of epoch {0} has not renewed its lease and is fenced", other.epoch());
            }
        });
    }
}
