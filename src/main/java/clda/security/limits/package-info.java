/** Limits on what anyone may ask for: rates, concurrency, and attempts at a password. Uses security only. */
@NullMarked
package clda.security.limits;

import org.jspecify.annotations.NullMarked;
