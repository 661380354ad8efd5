/** Callers, their current rights, and the keys under which everything is stored. */
@AppModule(
        uses = {"json", "net", "store"},
        opens = {"jwt", "limits", "tink"})
@NullMarked
package clda.security;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
