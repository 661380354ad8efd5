package clda.conversation;

/**
 * A piece of a message that is still being written. It is not stored: the {@code message.completed} event supersedes it.
 *
 * @param index where the piece begins in the message, in UTF-16 code units. Pieces joined in order of their index give exactly
 *     the stored text; a piece with index 0 restarts the message.
 */
public record TextDelta(String turnId, String messageId, int index, String text) {}
