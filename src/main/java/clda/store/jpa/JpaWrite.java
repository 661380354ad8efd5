package clda.store.jpa;

import clda.store.Write;
import jakarta.persistence.EntityManager;

/**
 * A part of a transaction on JPA. It may be carried out twice, when the transaction that it was put in fails because of
 * another part, and must therefore keep no memory of the first time.
 */
@FunctionalInterface
public interface JpaWrite extends Write {
    void in(EntityManager entities);
}
