/**
 * The relay between nodes: what one of them shows and stores reaches the readers at the others at once. It only carries. What
 * is lost on the way, a node finds in the store or asks the writing node for.
 */
@AppModule(uses = {"conversation", "security"})
@NullMarked
package clda.relay;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
