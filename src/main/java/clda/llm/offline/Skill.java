package clda.llm.offline;

import clda.conversation.ConversationEvent.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.Language;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Something that the built-in understanding can do: an intent, served by the tool of the same name. */
public interface Skill {

    IntentDefinition intent();

    /** One line for "what can you do?". */
    String summary(Language language);

    /** Asks for what is missing. */
    String question(List<String> missing, Map<String, SlotValue> known, Language language);

    ObjectNode arguments(Map<String, SlotValue> slots, Language language);

    /** Says what the tool found or did. */
    String answer(JsonNode arguments, JsonNode result, Language language);
}
