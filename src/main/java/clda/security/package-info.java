/** Callers, their current rights, and the keys under which everything is stored. */
@AppModule(
        uses = {"json", "store"},
        opens = {"jwt", "limits", "tink"})
@NullMarked
package clda.security;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
