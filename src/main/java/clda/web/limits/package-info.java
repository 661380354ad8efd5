/** Request limits: whoever asks for too much is turned away before any work is done. Uses security.limits. */
@NullMarked
package clda.web.limits;

import org.jspecify.annotations.NullMarked;
