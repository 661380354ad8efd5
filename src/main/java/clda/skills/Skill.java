package clda.skills;

import clda.conversation.ConversationEvent.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.Language;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something that can be done without a language model: an intent, served by a tool, and the words for it. */
public interface Skill {

    IntentDefinition intent();

    /** The tool that does it; of the same name as the intent unless another intent has that. */
    default String tool() {
        return intent().name();
    }

    /** What it is called within a sentence, as in "back to the refund". */
    String name(Language language);

    /** One line for "what can you do?". */
    String summary(Language language);

    /** Asks for what is missing; of a skill without slots nothing is. */
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

    /** @param slots by name; may hold less than is required, when what is known is checked early */
    ObjectNode arguments(Map<String, SlotValue> slots, Language language);

    /** Says what the tool found or did. */
    String answer(JsonNode arguments, JsonNode result, Language language);

    /**
     * Why the tool did not do it, in words; empty to repeat what the tool said, which is English.
     *
     * @param code of the tool's failure
     */
    default Optional<String> failure(String code, JsonNode arguments, Language language) {
        return Optional.empty();
    }

    /** Whether nothing else is taken up again after it. */
    default boolean endsTheTalk() {
        return false;
    }
}
