package clda.nlu.local;

import clda.conversation.ConversationEvent.Frame;
import clda.nlu.IntentDefinition;
import clda.nlu.Interpretation;
import clda.nlu.Interpreter;
import clda.nlu.Language;
import clda.nlu.local.IntentModel.Ranked;
import clda.nlu.training.TrainingData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Understands without a language model: by cues where a sentence has one, else by what it is most like among the examples.
 * Says so when it is like none of them, and when two are equally likely.
 */
public final class LocalInterpreter implements Interpreter {

    /** Below it, a sentence is not understood. */
    private static final double THRESHOLD = 0.5;

    /** Two intents that are closer than this cannot be told apart. */
    private static final double CLOSE = 0.1;

    private final CueInterpreter cues;
    private final Map<String, IntentDefinition> intents = new LinkedHashMap<>();
    private final IntentModel model;

    public LocalInterpreter(List<IntentDefinition> definitions, TrainingData data) {
        cues = new CueInterpreter(definitions);
        definitions.forEach(definition -> intents.put(definition.name(), definition));
        model = IntentModel.of(data);
    }

    @Override
    public Interpretation interpret(String text, Optional<Frame> openFrame) {
        Interpretation byCue = cues.interpret(text, openFrame);
        return byCue.known() ? byCue : byExample(text);
    }

    private Interpretation byExample(String text) {
        Language language = Language.of(text);
        if (text.codePoints().noneMatch(Character::isLetter)) {
            return Interpretation.unknown(0, List.of(), language);
        }
        List<Ranked> ranking = model.rank(text).stream()
                .filter(ranked -> intents.containsKey(ranked.intent()))
                .limit(2)
                .toList();
        if (ranking.isEmpty() || ranking.getFirst().confidence() < THRESHOLD) {
            return Interpretation.unknown(
                    ranking.isEmpty() ? 0 : ranking.getFirst().confidence(), List.of(), language);
        }
        Ranked first = ranking.getFirst();
        if (ranking.size() > 1 && first.confidence() - ranking.getLast().confidence() < CLOSE) {
            return Interpretation.unknown(
                    first.confidence(), ranking.stream().map(Ranked::intent).toList(), language);
        }
        IntentDefinition intent = intents.get(first.intent());
        return intent == null
                ? Interpretation.unknown(0, List.of(), language)
                : CueInterpreter.understood(intent, text, first.confidence(), language);
    }
}
