package clda.skills;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.Language;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A skill that does one thing in Java and leaves everything else to another, such as the skill of a form. */
public abstract class AroundSkill implements Skill {

    private final Skill inner;

    protected AroundSkill(Skill inner) {
        this.inner = inner;
    }

    @Override
    public IntentDefinition intent() {
        return inner.intent();
    }

    @Override
    public String tool() {
        return inner.tool();
    }

    @Override
    public String name(Language language) {
        return inner.name(language);
    }

    @Override
    public String summary(Language language) {
        return inner.summary(language);
    }

    @Override
    public String question(List<String> missing, Map<String, SlotValue> known, Language language) {
        return inner.question(missing, known, language);
    }

    @Override
    public Optional<String> doubt(List<String> missing, String text, Language language) {
        return inner.doubt(missing, text, language);
    }

    @Override
    public String inWords(String slot, String value, Language language) {
        return inner.inWords(slot, value, language);
    }

    @Override
    public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
        return inner.arguments(slots, language);
    }

    @Override
    public String answer(JsonNode arguments, JsonNode result, Language language) {
        return inner.answer(arguments, result, language);
    }

    @Override
    public Optional<String> failure(String code, JsonNode arguments, Language language) {
        return inner.failure(code, arguments, language);
    }

    @Override
    public boolean endsTheTalk() {
        return inner.endsTheTalk();
    }
}
