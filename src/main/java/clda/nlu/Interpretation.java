package clda.nlu;

import clda.conversation.ConversationEvent.SlotValue;
import java.util.List;
import java.util.Map;

/**
 * What was understood of a sentence.
 *
 * @param confidence 0 to 1
 * @param missing slots that have to be asked for, in the order in which to ask
 */
public record Interpretation(
        String intent, double confidence, Map<String, SlotValue> slots, List<String> missing, Language language) {

    /** The intent of a sentence that was not understood. */
    public static final String UNKNOWN = "unknown";

    public Interpretation {
        slots = Map.copyOf(slots);
        missing = List.copyOf(missing);
    }
}
