package clda.web.wire;

/**
 * The meaning of a sentence.
 *
 * @param intent one that is known
 * @param text the sentence, with nothing in it that tells of a person
 */
public record LabelRequest(String intent, String text) implements Body {}
