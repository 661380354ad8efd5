/** What can act, what a model is told about it, and which rules a call has to meet. Uses effects and security. */
@NullMarked
package clda.tools;

import org.jspecify.annotations.NullMarked;
