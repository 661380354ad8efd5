/**
 * Memory: what a user wants to be remembered, in all conversations or in one, stored with its origin; the user can see,
 * correct and forget it.
 */
@AppModule(uses = {"effects", "json", "security", "store", "tools"})
@NullMarked
package clda.memory;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
