package clda.conversation;

/**
 * An image that was taken in before.
 *
 * @param id which one of the conversation
 * @param mediaType such as {@code image/png}
 */
public record ImageRef(String id, String mediaType) {}
