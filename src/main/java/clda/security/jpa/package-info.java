/** The roles with which callers were last seen, in a relational database. */
@NullMarked
package clda.security.jpa;

import org.jspecify.annotations.NullMarked;
