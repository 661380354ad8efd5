package clda.nlu;

import clda.conversation.IntentSource;
import clda.conversation.SlotValue;
import java.util.List;
import java.util.Map;

/**
 * The result of interpreting a sentence.
 *
 * @param confidence 0 to 1
 * @param alternatives if it is unclear which intent is meant, the candidates; else empty
 * @param source the component that interpreted it
 */
public record Interpretation(
        String intent,
        double confidence,
        Map<String, SlotValue> slots,
        List<String> alternatives,
        IntentSource source) {

    /** The intent of a sentence that was not understood. */
    public static final String UNKNOWN = "unknown";

    public Interpretation {
        slots = Map.copyOf(slots);
        alternatives = List.copyOf(alternatives);
    }

    /** The result for a sentence that the built-in interpreter did not understand. */
    public static Interpretation unknown(double confidence, List<String> alternatives) {
        return new Interpretation(UNKNOWN, confidence, Map.of(), alternatives, IntentSource.LOCAL);
    }

    public boolean known() {
        return !intent.equals(UNKNOWN);
    }
}
