/**
 * Who did what, in chains that cannot be changed unnoticed. Watches what conversations store and is watched by nobody but the
 * doors. Uses effects, security, conversation and store.
 */
@NullMarked
package clda.audit;

import org.jspecify.annotations.NullMarked;
