/**
 * The audit trail: who did what, in chains that cannot be changed unnoticed. Watches what conversations store and is watched by nobody but the
 * doors.
 */
@AppModule(uses = {"conversation", "json", "security", "store"})
@NullMarked
package clda.audit;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
