/**
 * What a person wants to be remembered, in all conversations or in one: kept with where it comes from, seen, corrected and
 * forgotten by that person.
 */
@AppModule(uses = {"effects", "security", "store", "tools"})
@NullMarked
package clda.memory;

import clda.AppModule;
import org.jspecify.annotations.NullMarked;
