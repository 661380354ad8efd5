/** Releases in a relational database. */
@NullMarked
package clda.release.jpa;

import org.jspecify.annotations.NullMarked;
