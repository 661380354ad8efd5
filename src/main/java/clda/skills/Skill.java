package clda.skills;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.Language;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An ability that needs no language model: an intent, the tool that serves it, and the wording. */
public interface Skill {

    /** The same one each time: it is asked for several times in a sentence, and to make one compiles its patterns. */
    IntentDefinition intent();

    /**
     * The name of the tool that serves the intent; it differs from the intent's name only if that is taken by another
     * intent.
     */
    default String tool() {
        return intent().name();
    }

    /** The name used within a sentence, as in "back to the refund". */
    String name(Language language);

    /** One line for "what can you do?". */
    String summary(Language language);

    /** Asks for the missing values; a skill without slots never misses any. */
    default String question(List<String> missing, Map<String, SlotValue> known, Language language) {
        throw new IllegalStateException("nothing can be missing of " + intent().name());
    }

    /**
     * Why a sentence that seems to give a missing value does not, such as an amount that can be read in two ways; said before the
     * value is asked for. Empty if there is nothing to say.
     */
    default Optional<String> doubt(List<String> missing, String text, Language language) {
        return Optional.empty();
    }

    /**
     * What the value of a slot is called in a sentence: its normal form, such as a recurrence rule, is made for tools. Empty if
     * it is nothing to tell people.
     */
    default String inWords(String slot, String value, Language language) {
        return value;
    }

    /** @param slots by name; may hold less than is required, when what is known is checked early */
    ObjectNode arguments(Map<String, SlotValue> slots, Language language);

    /** Words the result of the tool. */
    String answer(JsonNode arguments, JsonNode result, Language language);

    /**
     * Words the reason for the tool's failure; empty to repeat the tool's own message, which is in English.
     *
     * @param code of the tool's failure
     */
    default Optional<String> failure(String code, JsonNode arguments, Language language) {
        return Optional.empty();
    }

    /** Whether paused topics are not resumed after this skill. */
    default boolean endsTheTalk() {
        return false;
    }
}
