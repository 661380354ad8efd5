/**
 * Tells other systems what happens in conversations: at least once each, in the order of each conversation. Watches what
 * conversations store and is watched by nobody. Uses conversation and store.
 */
@NullMarked
package clda.events;

import org.jspecify.annotations.NullMarked;
