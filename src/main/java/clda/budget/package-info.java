/** What may be spent on models: reserved before a call, counted with what it brought. */
@AppModule(uses = {"conversation", "store"})
@NullMarked
package clda.budget;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
