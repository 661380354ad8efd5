/** Conversations as append-only logs of events, and their state as the fold of the log. Plain Java. */
@AppModule(
        uses = {"json", "net", "security", "store"},
        opens = "search")
@NullMarked
package clda.conversation;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
