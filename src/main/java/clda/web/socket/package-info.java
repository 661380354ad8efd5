/** The WebSocket door. */
@NullMarked
package clda.web.socket;

import org.jspecify.annotations.NullMarked;
