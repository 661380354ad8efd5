/** What was used and what is reserved, as rows. */
@NullMarked
package clda.budget.jpa;

import org.jspecify.annotations.NullMarked;
