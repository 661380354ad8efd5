/** Effects: what tool calls do to the world, recorded so that each is done once. */
@AppModule(uses = {"json", "security", "store"})
@NullMarked
package clda.effects;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
