/** What tool calls do to the world, recorded so that it is done once. Uses security, conversation and store. */
@NullMarked
package clda.effects;

import org.jspecify.annotations.NullMarked;
