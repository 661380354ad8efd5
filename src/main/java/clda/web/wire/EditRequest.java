package clda.web.wire;

/**
 * What is said instead.
 *
 * @param text 1 to 32,000 characters, unless the server is configured otherwise
 */
public record EditRequest(String text) implements Body {}
