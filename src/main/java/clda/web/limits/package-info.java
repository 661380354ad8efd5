/** Sends away who asks for too much, before anything is done about it. Uses security.limits. */
@NullMarked
package clda.web.limits;

import org.jspecify.annotations.NullMarked;
