package clda.store.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.util.function.Consumer;

/** Runs work in one transaction; commits when it returns and rolls back when it throws. */
public interface Transactions {

    /** @throws CommitUnanswered if the work was done and its commit failed: it may or may not have taken place */
    void run(Consumer<EntityManager> work);

    /** The commit got no answer. */
    final class CommitUnanswered extends PersistenceException {
        CommitUnanswered(Throwable cause) {
            super("the commit was not answered", cause);
        }
    }

    /** Transactions of the persistence unit itself, where no server is. */
    static Transactions resourceLocal(EntityManagerFactory factory) {
        return work -> {
            try (EntityManager entities = factory.createEntityManager()) {
                var transaction = entities.getTransaction();
                transaction.begin();
                try {
                    work.accept(entities);
                    entities.flush();
                } catch (RuntimeException | Error e) {
                    try {
                        transaction.rollback();
                    } catch (RuntimeException unable) {
                        e.addSuppressed(unable);
                    }
                    throw e;
                }
                try {
                    transaction.commit();
                } catch (RuntimeException e) {
                    throw new CommitUnanswered(e);
                }
            }
        };
    }

    /** Transactions of the server, which others of the same thread join. */
    static Transactions jta(EntityManagerFactory factory, UserTransaction transaction) {
        return work -> {
            begin(transaction);
            try (EntityManager entities = factory.createEntityManager()) {
                entities.joinTransaction();
                work.accept(entities);
                entities.flush();
            } catch (RuntimeException | Error e) {
                leave(transaction, e);
                throw e;
            }
            try {
                transaction.commit();
            } catch (Exception e) {
                leave(transaction, e);
                throw new CommitUnanswered(e);
            }
        };
    }

    /** Ends the thread's transaction; otherwise the next one cannot begin. */
    private static void leave(UserTransaction transaction, Throwable why) {
        try {
            if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transaction.rollback();
            }
        } catch (Exception unable) {
            why.addSuppressed(unable);
        }
    }

    private static void begin(UserTransaction transaction) {
        try {
            transaction.begin();
        } catch (Exception e) {
            throw new PersistenceException("no transaction could be begun", e);
        }
    }
}
