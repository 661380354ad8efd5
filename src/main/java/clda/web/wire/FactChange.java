package clda.web.wire;

/**
 * New words for a fact.
 *
 * @param text what is to be remembered instead
 */
public record FactChange(String text) implements Body {}
