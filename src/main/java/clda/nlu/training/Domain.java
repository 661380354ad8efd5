package clda.nlu.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bot's questions and answers, as in Rasa's {@code domain.yml}.
 *
 * @param intents by name, only those that have words of their own
 * @param slots by name
 * @param forms by name, in the order of the file: where several fit a sentence, the first one wins
 * @param responses by name, beginning with {@code utter_}
 */
public record Domain(
        Map<String, Intent> intents,
        Map<String, Slot> slots,
        Map<String, Form> forms,
        Map<String, List<Response>> responses) {

    public static final Domain NOTHING = new Domain(Map.of(), Map.of(), Map.of(), Map.of());

    /**
     * What tells an intent besides its examples; Rasa has neither.
     *
     * @param cues regular expressions, one of which a sentence with this intent matches
     * @param words regular expressions of the words that name only the action and its object
     */
    public record Intent(List<String> cues, List<Words> words) {
        public static final Intent PLAIN = new Intent(List.of(), List.of());

        public Intent {
            cues = List.copyOf(cues);
            words = List.copyOf(words);
        }
    }

    /** @param isAct whether they name the action, rather than only its object */
    public record Words(String pattern, boolean isAct) {}

    /**
     * @param type Rasa's: {@code text}, {@code float}, {@code bool}, {@code categorical}, …
     * @param mappings what fills it; by Rasa's default, the entity with the name of the slot
     */
    public record Slot(String type, List<Mapping> mappings) {
        public Slot {
            mappings = List.copyOf(mappings);
        }

        /** Whether the whole answer to its question fills it. */
        public boolean isWholeAnswer() {
            return mappings.stream().anyMatch(Mapping.FromText.class::isInstance);
        }
    }

    /** What fills a slot. */
    public sealed interface Mapping {

        /** An entity that the examples mark. */
        record FromEntity(String entity) implements Mapping {}

        /** The whole answer. */
        record FromText() implements Mapping {}

        /** Any text, the first group of the regular expression. */
        record FromPartOfText(String pattern) implements Mapping {}

        /** @param value what a match means; null for the first group that matched, or all of a match without groups */
        record FromPattern(String pattern, @Nullable String value) implements Mapping {}

        /** A finder in Java, by its name. */
        record FromFinder(String finder) implements Mapping {}
    }

    /**
     * @param required the slots without which nothing is done, in the order in which to ask
     * @param optional the slots that are not asked for
     * @param defaults by name of the argument, its value where nothing else was said
     * @param tool the tool that is called; null for the one with the name of the intent
     * @param endsTheTalk whether topics that wait are not resumed
     */
    public record Form(
            List<String> required,
            List<String> optional,
            Map<String, List<Default>> defaults,
            @Nullable String tool,
            boolean endsTheTalk) {
        public Form {
            required = List.copyOf(required);
            optional = List.copyOf(optional);
            defaults = ordered(defaults);
        }
    }

    /** @param language the one in which it is used; null for any */
    public record Default(JsonNode value, @Nullable String language) {}

    /** @param language the value of {@code language}, which Rasa does not have; null for any */
    public record Response(String text, @Nullable String language) {}

    public Domain {
        intents = Map.copyOf(intents);
        slots = Map.copyOf(slots);
        forms = ordered(forms);
        responses = Map.copyOf(responses);
    }

    /** A slot of a form. */
    public Slot slot(String name) {
        return Objects.requireNonNull(slots.get(name), name);
    }

    public Domain and(Domain other) {
        return new Domain(
                both(intents, other.intents),
                both(slots, other.slots),
                both(forms, other.forms),
                both(responses, other.responses));
    }

    private static <T> Map<String, T> both(Map<String, T> one, Map<String, T> other) {
        Map<String, T> both = new LinkedHashMap<>(one);
        both.putAll(other);
        return both;
    }

    private static <T> Map<String, T> ordered(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
