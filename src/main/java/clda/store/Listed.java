package clda.store;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A row of a list.
 *
 * @param position as the row has it
 * @param item null if the row, or what it leads to, was changed outside this server or is damaged: then nothing but its
 *     position is known
 */
public record Listed<T>(Position position, @Nullable T item) {

    public static <T> Listed<T> damaged(Position position) {
        return new Listed<>(position, null);
    }

    public boolean isDamaged() {
        return item == null;
    }

    public Optional<T> whole() {
        return Optional.ofNullable(item);
    }

    /** The same row with something else in it; one that is damaged stays so. */
    public <R> Listed<R> map(Function<T, R> change) {
        return item == null ? damaged(position) : new Listed<>(position, change.apply(item));
    }
}
