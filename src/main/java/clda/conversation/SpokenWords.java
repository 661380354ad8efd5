package clda.conversation;

/**
 * Words of a sentence.
 *
 * @param of {@code act} for what names what is wanted, {@code form} for what is polite or joins, {@code left} for what was
 *     not understood, else the name of the slot
 * @param said the user's words
 */
public record SpokenWords(String of, String said) {}
