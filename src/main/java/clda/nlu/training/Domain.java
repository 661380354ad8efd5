package clda.nlu.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bot's questions and answers, as in Rasa's {@code domain.yml}.
 *
 * @param slots by name
 * @param forms by name, the slots that they collect, in the order in which to ask
 * @param responses by name, beginning with {@code utter_}
 */
public record Domain(Map<String, Slot> slots, Map<String, List<String>> forms, Map<String, List<Response>> responses) {

    public static final Domain NOTHING = new Domain(Map.of(), Map.of(), Map.of());

    /**
     * @param type Rasa's: {@code text}, {@code float}, {@code bool}, {@code categorical}, …
     * @param entities the entities that fill it; by Rasa's default, the entity with the name of the slot
     * @param fromText whether the whole answer fills it
     */
    public record Slot(String type, List<String> entities, boolean fromText) {
        public Slot {
            entities = List.copyOf(entities);
        }
    }

    /** @param language the value of {@code language}, which Rasa does not have; null for any */
    public record Response(String text, @Nullable String language) {}

    public Domain {
        slots = Map.copyOf(slots);
        forms = Map.copyOf(forms);
        responses = Map.copyOf(responses);
    }

    public Domain and(Domain other) {
        return new Domain(both(slots, other.slots), both(forms, other.forms), both(responses, other.responses));
    }

    private static <T> Map<String, T> both(Map<String, T> one, Map<String, T> other) {
        Map<String, T> both = new LinkedHashMap<>(one);
        both.putAll(other);
        return both;
    }
}
