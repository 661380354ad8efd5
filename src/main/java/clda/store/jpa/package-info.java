/** Transactions on JPA, with many small writes in one commit. Only the jpa packages know an EntityManager. */
@NullMarked
package clda.store.jpa;

import org.jspecify.annotations.NullMarked;
