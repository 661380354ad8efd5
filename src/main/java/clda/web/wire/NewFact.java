package clda.web.wire;

import org.jspecify.annotations.Nullable;

/**
 * Something to be remembered.
 *
 * @param text what is to be remembered
 * @param conversationId the only conversation in which it counts; absent for all
 */
public record NewFact(String text, @Nullable String conversationId) implements Body {}
