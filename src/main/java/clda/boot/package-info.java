/** Puts the parts together, in a server and without one, and refuses dangerous configuration. Uses everything. */
@NullMarked
package clda.boot;

import org.jspecify.annotations.NullMarked;
