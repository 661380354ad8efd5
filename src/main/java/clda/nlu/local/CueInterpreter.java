package clda.nlu.local;

import clda.conversation.ConversationEvent.Frame;
import clda.conversation.ConversationEvent.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.Interpretation;
import clda.nlu.Interpreter;
import clda.nlu.Language;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for the cues of each intent. A sentence that names no other intent answers the open question, if there is one:
 * slots are found anywhere in it, and a slot that takes any text takes the whole of it.
 */
public final class CueInterpreter implements Interpreter {

    /** Sentences longer than this are matched by their beginning only, so that a long text costs no more than a short. */
    private static final int LOOKED_AT = 2_000;

    /** What somebody wants is said at the beginning. */
    private static final int LOOKED_AT_FOR_CUES = 500;

    private final Map<String, IntentDefinition> intents = new LinkedHashMap<>();

    public CueInterpreter(List<IntentDefinition> definitions) {
        definitions.forEach(definition -> intents.put(definition.name(), definition));
    }

    @Override
    public Interpretation interpret(String text, Optional<Frame> openFrame) {
        String sentence = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        Language language = Language.of(sentence);
        Optional<IntentDefinition> named = named(sentence);
        Optional<Frame> answered = openFrame.filter(frame -> intents.containsKey(frame.intent())
                && named.map(intent -> intent.name().equals(frame.intent())).orElse(true));
        if (answered.isPresent()) {
            return answer(sentence, answered.get(), language);
        }
        return named.map(intent -> understood(intent, sentence, 0.9, language))
                .orElseGet(() -> Interpretation.unknown(0, List.of(), language));
    }

    /** With the slots that the sentence fills. */
    static Interpretation understood(IntentDefinition intent, String sentence, double confidence, Language language) {
        String looked = sentence.length() > LOOKED_AT ? sentence.substring(0, LOOKED_AT) : sentence;
        Map<String, SlotValue> slots = new LinkedHashMap<>();
        intent.slots().forEach(slot -> slot.finder().find(looked).ifPresent(value -> slots.put(slot.name(), value)));
        return understood(intent, slots, confidence, language);
    }

    private Optional<IntentDefinition> named(String text) {
        String sentence = text.length() > LOOKED_AT_FOR_CUES ? text.substring(0, LOOKED_AT_FOR_CUES) : text;
        IntentDefinition best = null;
        int longest = 0;
        for (IntentDefinition intent : intents.values()) {
            for (Pattern cue : intent.cues()) {
                Matcher matcher = cue.matcher(sentence);
                if (matcher.find() && matcher.end() - matcher.start() > longest) {
                    longest = matcher.end() - matcher.start();
                    best = intent;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private Interpretation answer(String sentence, Frame frame, Language language) {
        IntentDefinition intent = java.util.Objects.requireNonNull(intents.get(frame.intent()));
        Map<String, SlotValue> slots = new LinkedHashMap<>(frame.slots());
        boolean found = false;
        for (SlotDefinition slot : intent.slots()) {
            Optional<SlotValue> value = slot.finder().find(sentence);
            if (value.isPresent()) {
                slots.put(slot.name(), value.get());
                found = true;
            }
        }
        if (!found) {
            for (SlotDefinition slot : intent.slots()) {
                if (slot.whole() && frame.missing().contains(slot.name())) {
                    slots.put(slot.name(), new SlotValue(sentence.strip(), sentence.strip()));
                    break;
                }
            }
        }
        return understood(intent, slots, 0.8, language);
    }

    private static Interpretation understood(
            IntentDefinition intent, Map<String, SlotValue> slots, double confidence, Language language) {
        List<String> missing = intent.slots().stream()
                .filter(SlotDefinition::required)
                .map(SlotDefinition::name)
                .filter(name -> !slots.containsKey(name))
                .toList();
        return new Interpretation(intent.name(), confidence, slots, missing, List.of(), language);
    }
}
