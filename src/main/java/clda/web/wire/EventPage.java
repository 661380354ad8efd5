package clda.web.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a conversation's log.
 *
 * @param next the `after` of the following page; absent if there is nothing more now
 * @param earlier the `before` of the turns before these; only of the last turns, and absent if there is nothing before
 */
public record EventPage(List<EventView> items, @Nullable Long next, @Nullable Long earlier) implements Body {}
