/** What tool calls do to the world, recorded so that it is done once. */
@AppModule(uses = {"security", "store"})
@NullMarked
package clda.effects;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
