/** What every node knows of callers: revoked tokens, and roles as they were last seen, in a relational database. */
@NullMarked
package clda.security.jpa;

import org.jspecify.annotations.NullMarked;
