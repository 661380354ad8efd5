/** Request limits: excessive requests are refused before any work is done. Uses security.limits. */
@NullMarked
package clda.web.limits;

import org.jspecify.annotations.NullMarked;
