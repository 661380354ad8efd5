package clda.web.wire;

/**
 * A fact in other words.
 *
 * @param text what is to be remembered instead
 */
public record FactChange(String text) implements Body {}
