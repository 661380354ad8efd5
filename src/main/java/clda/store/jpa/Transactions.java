package clda.store.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.UserTransaction;
import java.util.function.Consumer;

/** Runs work in one transaction; commits when it returns and rolls back when it throws. */
public interface Transactions {

    void run(Consumer<EntityManager> work);

    /** Transactions of the persistence unit itself, where no server is. */
    static Transactions resourceLocal(EntityManagerFactory factory) {
        return work -> {
            try (EntityManager entities = factory.createEntityManager()) {
                var transaction = entities.getTransaction();
                transaction.begin();
                try {
                    work.accept(entities);
                    transaction.commit();
                } finally {
                    if (transaction.isActive()) {
                        transaction.rollback();
                    }
                }
            }
        };
    }

    /** Transactions of the server, which others of the same thread join. */
    static Transactions jta(EntityManagerFactory factory, UserTransaction transaction) {
        return work -> {
            boolean committed = false;
            try {
                transaction.begin();
                try (EntityManager entities = factory.createEntityManager()) {
                    entities.joinTransaction();
                    work.accept(entities);
                    entities.flush();
                    transaction.commit();
                    committed = true;
                } finally {
                    if (!committed && transaction.getStatus() != jakarta.transaction.Status.STATUS_NO_TRANSACTION) {
                        transaction.rollback();
                    }
                }
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new jakarta.persistence.PersistenceException("the transaction failed", e);
            }
        };
    }
}
