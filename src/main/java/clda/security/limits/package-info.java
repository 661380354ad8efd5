/** How much anybody may ask for: rates, things at once, and tries at a password. Uses security only. */
@NullMarked
package clda.security.limits;

import org.jspecify.annotations.NullMarked;
