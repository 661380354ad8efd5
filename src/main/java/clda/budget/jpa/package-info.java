/** Usage and reservations in a relational database. */
@NullMarked
package clda.budget.jpa;

import org.jspecify.annotations.NullMarked;
