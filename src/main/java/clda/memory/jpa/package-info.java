/** Facts as rows, their words encrypted. */
@NullMarked
package clda.memory.jpa;

import org.jspecify.annotations.NullMarked;
