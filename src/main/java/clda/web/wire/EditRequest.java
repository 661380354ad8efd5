package clda.web.wire;

/**
 * The text that replaces what was said.
 *
 * @param text 1 to 32,000 characters, unless the server is configured otherwise
 */
public record EditRequest(String text) implements Body {}
