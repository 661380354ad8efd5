package clda.web.rest;

import clda.conversation.EventCodec;
import clda.dialogue.WaitingCount;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lists in parts: {@code limit} says how long a part is, {@code next} of one part is {@code after} of the following one, or
 * {@code before} where the newest come first; the last part has no {@code next}.
 */
final class Paging {

    private static final int USUAL = 50;
    private static final int MOST = 200;

    private Paging() {}

    /** @throws ApiProblem 400 */
    static int limit(@Nullable String limit) {
        return Math.toIntExact(Numbers.parse("limit", limit, USUAL, 1, MOST));
    }

    /**
     * @param name of the parameter
     * @throws ApiProblem 400 if it is none that an answer had
     */
    static @Nullable Position position(String name, @Nullable String text) {
        return text == null
                ? null
                : Position.parse(text)
                        .orElseThrow(() -> new ApiProblem(400, "\"" + name + "\" is the \"next\" of another page."));
    }

    /**
     * The answer for a part of a list.
     *
     * @param id the name of the member that tells rows apart; of a damaged row it is all that there is, beside its state
     */
    static <T> ObjectNode answer(Page<Listed<T>> page, String id, BiConsumer<T, ObjectNode> put) {
        ObjectNode answer = EventCodec.JSON.createObjectNode();
        ArrayNode items = answer.putArray("items");
        for (Listed<T> row : page.items()) {
            ObjectNode item = items.addObject();
            row.whole().ifPresentOrElse(whole -> put.accept(whole, item), () -> item.put(
                            id, row.position().id())
                    .put("state", "damaged"));
        }
        Position next = page.next();
        if (next != null) {
            answer.put("next", next.text());
        }
        return answer;
    }

    static ObjectNode with(ObjectNode answer, WaitingCount count) {
        return answer.put("count", count.all()).put("forMe", count.forCaller());
    }
}
