package clda.conversation;

import org.jspecify.annotations.Nullable;

/** An event that is about to be appended; the log gives it its number and time. */
public record DraftEvent(@Nullable String turnId, ConversationEvent event) {}
