package clda.kit.memory;

import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parts of lists in memory. */
final class MemoryPages {

    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::at).thenComparing(Position::id);

    private MemoryPages() {}

    /** The oldest first. */
    static <T> Page<Listed<T>> of(Stream<T> all, Function<T, Position> position, @Nullable Position after, int limit) {
        List<Listed<T>> found = all.map(item -> new Listed<>(position.apply(item), item))
                .sorted(Comparator.comparing(Listed::position, ORDER))
                .filter(row -> after == null || ORDER.compare(row.position(), after) > 0)
                .limit(limit + 1L)
                .toList();
        return Page.of(found, limit, Listed::position);
    }
}
