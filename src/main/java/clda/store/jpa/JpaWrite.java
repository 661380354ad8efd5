package clda.store.jpa;

import clda.store.Write;
import jakarta.persistence.EntityManager;

/**
 * A part of a transaction on JPA. It may run twice if its transaction fails because of another part, so it must
 * not keep state from the first run.
 */
@FunctionalInterface
public interface JpaWrite extends Write {
    void in(EntityManager entities);
}
