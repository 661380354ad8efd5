/**
 * Events for other systems and from them: what happens in conversations, delivered in the order of each conversation, and what
 * other systems have to tell. Watches what conversations store and is watched by nobody.
 */
@AppModule(uses = {"conversation", "json", "security", "store"})
@NullMarked
package clda.events;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
