/** Backups: the commands that copy a store while it is in use, and that bring such a copy back as what it is. */
@AppModule(uses = {"json", "security"})
@NullMarked
package clda.backup;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
