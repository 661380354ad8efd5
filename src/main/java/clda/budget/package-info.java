/** Budgets: what may be spent on models, reserved before a call and counted together with its result. */
@AppModule(uses = {"conversation", "json", "store"})
@NullMarked
package clda.budget;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
