/** The audit trail in a relational database. */
@NullMarked
package clda.audit.jpa;

import org.jspecify.annotations.NullMarked;
