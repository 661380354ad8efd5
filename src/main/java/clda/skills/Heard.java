package clda.skills;

import clda.conversation.DialogueState;
import clda.conversation.SlotValue;
import clda.nlu.Interpretation;
import clda.nlu.Language;
import clda.nlu.Said;
import clda.skills.Move.Meant;
import clda.tools.ToolDefinition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A sentence and its interpretation.
 *
 * @param tools the tools that the user may use, by name
 */
record Heard(Said said, Interpretation understood, Language language, Map<String, ToolDefinition> tools) {

    /** Certainty from which a sentence that contains an answer may nevertheless be about something else. */
    static final double CERTAIN = 0.9;

    /** Maximum number of characters of a sentence that does not name its topic. */
    private static final int SHORT = 40;

    /** The sentence as it is read. */
    String text() {
        return said.read();
    }

    boolean isShort() {
        return said.length() <= SHORT;
    }

    /** Whether its interpretation may be trusted against what the user was asked. */
    boolean isCertain() {
        return understood.confidence() >= CERTAIN;
    }

    /** What the sentence means by itself. */
    Meant meant() {
        return new Meant(understood.intent(), understood.confidence(), understood.slots(), understood.source());
    }

    /** The values of these slots that were mentioned before, if the sentence refers to such. */
    Map<String, SlotValue> mentioned(List<String> slots, DialogueState state) {
        return Sign.SAME.in(text())
                ? slots.stream()
                        .filter(state.mentioned()::containsKey)
                        .collect(Collectors.toMap(
                                name -> name,
                                name -> Objects.requireNonNull(state.mentioned().get(name))))
                : Map.of();
    }
}
