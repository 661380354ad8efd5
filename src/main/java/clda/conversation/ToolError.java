package clda.conversation;

/**
 * Why nothing came of a call.
 *
 * @param code what a program may act on; {@code message} is for the model and the user
 * @param message the same in words
 */
public record ToolError(String code, String message) {}
