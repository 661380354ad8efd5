/** Facts in a relational database; their words are encrypted. */
@NullMarked
package clda.memory.jpa;

import org.jspecify.annotations.NullMarked;
