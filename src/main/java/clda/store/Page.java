package clda.store;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next where the next page begins; null if this is the last
 */
public record Page<T>(List<T> items, @Nullable Position next) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * A page of what was found.
     *
     * @param found in order; one more than {@code limit} if there is more
     */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, Position> position) {
        return found.size() <= limit
                ? new Page<>(found, null)
                : new Page<>(found.subList(0, limit), position.apply(found.get(limit - 1)));
    }

    /** This page with other items, perhaps fewer. */
    public <R> Page<R> with(List<R> others) {
        return new Page<>(others, next);
    }
}
