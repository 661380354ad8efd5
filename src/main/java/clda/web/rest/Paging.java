package clda.web.rest;

import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.web.wire.Row;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The paging of lists: {@code limit} is the length of a page, {@code next} of one page is {@code after} of the following
 * request, or {@code before} where the newest come first; the last page has no {@code next}.
 */
final class Paging {

    private static final int USUAL = 50;
    private static final int MAX = 200;

    private Paging() {}

    /** @throws ApiProblem 400 */
    static int limit(@Nullable String limit) {
        return Math.toIntExact(NumberParameters.parse("limit", limit, USUAL, 1, MAX));
    }

    /**
     * @param name of the parameter
     * @throws ApiProblem 400 if it is none that an answer had
     */
    static @Nullable Position position(String name, @Nullable String text) {
        return text == null
                ? null
                : Position.parse(text)
                        .orElseThrow(
                                () -> new ApiProblem(400, "\"" + name + "\" must be the \"next\" of another page."));
    }

    /**
     * The rows of a page of a list.
     *
     * @param damaged makes the row of one of which nothing but its id is known
     */
    static <T> List<Row> rows(Page<Listed<T>> page, Function<T, Row> whole, Function<String, Row> damaged) {
        return page.items().stream()
                .map(row -> row.whole()
                        .map(whole)
                        .orElseGet(() -> damaged.apply(row.position().id())))
                .toList();
    }

    /** Where the following page begins; null if this is the last. */
    static @Nullable String next(Page<?> page) {
        Position next = page.next();
        return next == null ? null : next.text();
    }
}
