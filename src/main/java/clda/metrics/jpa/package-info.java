/** Counts in the database what waits there, of all tenants. */
@NullMarked
package clda.metrics.jpa;

import org.jspecify.annotations.NullMarked;
