/** Missed sentences in a relational database. */
@NullMarked
package clda.nlu.jpa;

import org.jspecify.annotations.NullMarked;
