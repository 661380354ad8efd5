/** The outbox in a relational database. */
@NullMarked
package clda.events.jpa;

import org.jspecify.annotations.NullMarked;
