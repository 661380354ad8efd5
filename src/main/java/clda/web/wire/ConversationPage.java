package clda.web.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of conversations.
 *
 * @param next the `before` of the following page; absent if this is the last
 */
public record ConversationPage(List<ConversationRow> items, @Nullable String next) implements Body {}
