package clda.web.wire;

import org.jspecify.annotations.Nullable;

/**
 * A conversation to create.
 *
 * @param title absent to have it made of what is said first
 */
public record NewConversation(@Nullable String title) implements Body {}
