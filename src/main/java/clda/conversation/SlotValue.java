package clda.conversation;

/**
 * What was said for a slot.
 *
 * @param value in its normal form
 * @param raw as the user wrote it
 */
public record SlotValue(String value, String raw) {}
