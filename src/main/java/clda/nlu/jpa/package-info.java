/** Missed sentences in the database. */
@NullMarked
package clda.nlu.jpa;

import org.jspecify.annotations.NullMarked;
