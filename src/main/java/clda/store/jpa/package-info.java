/** Transactions on JPA, many small writes to one commit. The only place, with the other jpa packages, that knows an EntityManager. */
@NullMarked
package clda.store.jpa;

import org.jspecify.annotations.NullMarked;
