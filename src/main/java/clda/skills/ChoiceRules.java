package clda.skills;

import clda.conversation.Frame;
import clda.conversation.SlotValue;
import clda.nlu.Interpretation;
import clda.nlu.Said;
import clda.skills.Move.Say;
import clda.skills.Sentences.Read;
import clda.skills.SlotFilling.Known;
import clda.skills.SlotFilling.Sureness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rules for a sentence with several likely meanings: the user is asked which one is meant, and chooses. */
final class ChoiceRules {

    /** The intent of a frame that asks the user to choose, and the name of its slot. */
    private static final String CHOICE = "choice";

    /** The slot that holds the sentence whose meaning is asked for. */
    private static final String SAID = "said";

    private final Repertoire repertoire;
    private final Sentences sentences;
    private final SlotFilling filling;

    ChoiceRules(Repertoire repertoire, Sentences sentences, SlotFilling filling) {
        this.repertoire = repertoire;
        this.sentences = sentences;
        this.filling = filling;
    }

    static boolean isChoice(Frame frame) {
        return frame.intent().equals(CHOICE);
    }

    /** Asks which of these intents is meant. */
    static Move ask(Heard heard, List<String> likely, List<Frame> frames) {
        Map<String, SlotValue> choices = new TreeMap<>();
        likely.forEach(intent -> choices.put(String.valueOf(choices.size() + 1), new SlotValue(intent, "")));
        choices.put(SAID, new SlotValue(heard.said().written(), heard.said().written()));
        Frame asking = new Frame(CHOICE, choices, List.of(CHOICE));
        return new Say(heard.meant(), new Move.WhichOf(likely), FrameStack.with(asking, frames));
    }

    /** Carries on with the chosen intent and the sentence that may have meant it; empty if nothing was chosen. */
    Optional<Move> choose(Heard heard, Frame asked, List<Frame> paused) {
        SlotValue said = asked.slots().get(SAID);
        Optional<String> chosen = Choice.of(heard.text())
                .map(number -> asked.slots().get(number))
                .map(SlotValue::value)
                .or(() -> Optional.of(heard.understood().intent()).filter(intent -> asked.slots().values().stream()
                        .anyMatch(value -> value.value().equals(intent))));
        if (chosen.isEmpty() || said == null || !repertoire.usable(chosen.get(), heard)) {
            return Optional.empty();
        }
        Read before = sentences.read(
                chosen.get(),
                new Heard(Said.of(said.value()), Interpretation.unknown(0, List.of()), heard.language(), heard.tools()),
                false);
        Map<String, SlotValue> slots = new LinkedHashMap<>(before.slots());
        slots.putAll(sentences.values(chosen.get(), heard.said().written()));
        return Optional.of(filling.advance(
                new Known(chosen.get(), slots, before.account()),
                heard,
                paused,
                new Move.Nothing(),
                before.isDoubtful() && before.account().turns() ? Sureness.DOUBTFUL : Sureness.SURE));
    }
}
