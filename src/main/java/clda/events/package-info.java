/**
 * Events for other systems: what happens in conversations, delivered at least once, in the order of each conversation.
 * Watches what conversations store and is watched by nobody.
 */
@AppModule(uses = {"conversation", "security", "store"})
@NullMarked
package clda.events;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
