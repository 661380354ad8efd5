package clda.dialogue;

import clda.conversation.ConversationLog.Append;
import org.jspecify.annotations.Nullable;

/**
 * The end of a turn.
 *
 * @param next the turn that has the lane next; null if none waits
 */
record Settling(Append append, @Nullable String next) {}
