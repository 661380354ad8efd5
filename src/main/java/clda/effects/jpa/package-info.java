/** The effect ledger in a relational database. */
@NullMarked
package clda.effects.jpa;

import org.jspecify.annotations.NullMarked;
