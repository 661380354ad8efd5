package clda.nlu;

import clda.conversation.ConversationEvent.SlotValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An intent as the built-in interpreter knows it.
 *
 * @param cues patterns of which one has to be found; the longest find among all intents wins
 */
public record IntentDefinition(String name, List<Pattern> cues, List<SlotDefinition> slots) {

    public IntentDefinition {
        cues = List.copyOf(cues);
        slots = List.copyOf(slots);
    }

    /** Values are looked for in so much of a text, so that a long one costs no more than a short. */
    private static final int LOOKED_AT = 1_000;

    /** The slots that the text fills; what may be any text is found however long it is. */
    public Map<String, SlotValue> find(String text) {
        String looked = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        Map<String, SlotValue> found = new LinkedHashMap<>();
        for (SlotDefinition slot : slots) {
            slot.finder().find(slot.whole() ? text : looked).ifPresent(value -> found.put(slot.name(), value));
        }
        return found;
    }

    /**
     * @param required whether the person is asked for it
     * @param whole whether, when asked for, the whole answer is the value
     */
    public record SlotDefinition(String name, boolean required, boolean whole, SlotFinder finder) {}

    /** Finds a slot's value in a sentence. */
    @FunctionalInterface
    public interface SlotFinder {
        Optional<SlotValue> find(String text);

        /** Whether it finds what the training data has taught, and nothing by itself. */
        default boolean isTaught() {
            return false;
        }
    }

    /**
     * English words match in any case. A cue that begins with anything begins with its line: to look for it at every place of
     * a long text would take time that grows with the square of its length.
     */
    public static Pattern cue(String regex) {
        String anchored = regex.startsWith(".*") ? "(?m:^)" + regex : regex;
        return Pattern.compile(anchored, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
