/** Conversations as an append-only log of events, and their state as the fold of it. Plain Java. */
@AppModule(uses = {"security", "store"})
@NullMarked
package clda.conversation;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
