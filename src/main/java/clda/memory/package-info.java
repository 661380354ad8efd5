/**
 * What a person wants to be remembered, in all conversations or in one: kept with where it comes from, seen, corrected and
 * forgotten by that person. Uses tools, security and store.
 */
@NullMarked
package clda.memory;

import org.jspecify.annotations.NullMarked;
