/** Conversations as an append-only log of events, and their state as the fold of it. Plain Java; uses nothing above it. */
@NullMarked
package clda.conversation;

import org.jspecify.annotations.NullMarked;
