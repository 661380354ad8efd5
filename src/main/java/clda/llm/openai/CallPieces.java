package clda.llm.openai;

import clda.llm.http.Draft;
import clda.llm.http.WrittenArguments;
import clda.tools.CallArguments;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Assembles calls from pieces. A piece may identify its call by id, index or position, or not at all, and may repeat earlier
 * content. The id decides; then the index; then the position.
 */
final class CallPieces {

    private static final class Open {
        private final Draft.Call call;
        private final ObjectNode kept = JsonNodeFactory.instance.objectNode();
        private @Nullable String id;
        private @Nullable Long index;

        Open(Draft.Call call) {
            this.call = call;
        }
    }

    private final Draft draft;
    private final List<String> keptFields;
    private final List<Open> open = new ArrayList<>();

    /** @param keptFields the fields of a call that are to be sent back */
    CallPieces(Draft draft, List<String> keptFields) {
        this.draft = draft;
        this.keptFields = keptFields;
    }

    /** @param pieces one, or a list of them */
    void take(JsonNode pieces) {
        if (pieces.isObject()) {
            take(pieces, 0, 1);
            return;
        }
        for (int i = 0; i < pieces.size(); i++) {
            take(pieces.get(i), i, pieces.size());
        }
    }

    /** The fields to send back, by position of the call; null if there are none. */
    @Nullable
    ArrayNode kept() {
        if (open.stream().allMatch(each -> each.kept.isEmpty())) {
            return null;
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        open.forEach(each -> all.add(each.kept));
        return all;
    }

    private void take(JsonNode piece, int place, int of) {
        JsonNode function = piece.has("function") ? piece.path("function") : piece;
        String name = function.path("name").asText("");
        String arguments = written(function.path("arguments"));
        Open its = which(piece, name, arguments, place, of);
        name(its.call, name);
        arguments(its.call, arguments);
        for (String field : keptFields) {
            if (piece.hasNonNull(field)) {
                its.kept.set(field, piece.get(field));
            }
        }
    }

    private static String written(JsonNode arguments) {
        if (arguments.isTextual()) {
            return arguments.textValue();
        }
        return arguments.isContainerNode() ? arguments.toString() : "";
    }

    private Open which(JsonNode piece, String name, String arguments, int place, int of) {
        String id = piece.path("id").asText("");
        Long index =
                piece.path("index").isIntegralNumber() ? piece.path("index").longValue() : null;
        if (!id.isEmpty() && !piece.path("id").isNull()) {
            return ofId(id, index, name);
        }
        Open candidate;
        if (index != null) {
            candidate = ofIndex(index);
        } else if (of > 1) {
            candidate = place < open.size() ? open.get(place) : null;
        } else {
            candidate = open.isEmpty() ? null : open.getLast();
        }
        return candidate == null || isNext(candidate.call, name, arguments) ? opened(null, index) : candidate;
    }

    private Open ofId(String id, @Nullable Long index, String name) {
        for (Open each : open) {
            if (id.equals(each.id)) {
                return each;
            }
        }
        Open same = index != null ? ofIndex(index) : open.isEmpty() ? null : open.getLast();
        // Some servers give each piece a new id; only a piece with a name begins a call.
        if (same != null && (name.isEmpty() || same.id == null && !same.call.hasArguments())) {
            same.id = same.id == null ? id : same.id;
            return same;
        }
        return opened(id, index);
    }

    private @Nullable Open ofIndex(long index) {
        for (Open each : open.reversed()) {
            if (each.index != null && each.index == index) {
                return each;
            }
        }
        return null;
    }

    private Open opened(@Nullable String id, @Nullable Long index) {
        Open next = new Open(draft.nextCall());
        next.id = id;
        next.index = index;
        open.add(next);
        return next;
    }

    /** Whether a piece without an id begins a new call, although it has the index or position of this one. */
    private static boolean isNext(Draft.Call call, String name, String arguments) {
        if (name.isEmpty() || !call.hasArguments()) {
            return false;
        }
        if (!name.equals(call.name())) {
            return true;
        }
        return isWhole(call.arguments()) && !isSame(call.arguments(), arguments);
    }

    private static void name(Draft.Call call, String piece) {
        String before = call.name();
        if (piece.isEmpty() || piece.equals(before)) {
            return;
        }
        if (piece.startsWith(before)) {
            call.wholeName(piece);
        } else {
            call.name(piece);
        }
    }

    /** The complete arguments may be repeated at the end, and may have been announced as empty. */
    private static void arguments(Draft.Call call, String piece) {
        if (piece.isEmpty()) {
            return;
        }
        if (call.hasArguments() && beginsWhole(piece)) {
            String before = call.arguments();
            if (before.strip().equals("{}")) {
                call.allArguments(piece);
                return;
            }
            if (isSame(before, piece) && isWhole(before)) {
                return;
            }
        }
        call.arguments(piece);
    }

    private static boolean beginsWhole(String piece) {
        String begin = piece.stripLeading();
        return begin.startsWith("{") || begin.startsWith("\"") || begin.startsWith("`");
    }

    private static boolean isSame(String one, String other) {
        return one.strip().equals(other.strip());
    }

    private static boolean isWhole(String arguments) {
        return CallArguments.read(WrittenArguments.unwrapped(arguments)).isObject();
    }
}
