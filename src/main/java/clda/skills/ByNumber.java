package clda.skills;

import clda.conversation.SlotValue;
import clda.json.Json;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.Naming;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.Language;
import clda.nlu.account.Find;
import clda.nlu.account.Span;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A skill that acts on one item of a numbered list. */
abstract class ByNumber implements Skill {

    private final IntentDefinition definition;
    private final String noSuchNumber;

    /**
     * @param number finds the number as its first group
     * @param acts the words that name the action and its object
     * @param noSuchNumber the code of the tool's failure when the list has no item of that number
     */
    ByNumber(String intent, Pattern number, List<Naming> acts, String noSuchNumber, Pattern... cues) {
        SlotFinder found = SlotFinder.each(
                number,
                match -> new Find(
                        new SlotValue(match.group(1), match.group(1)), new Span(match.start(1), match.end(1))));
        this.definition = new IntentDefinition(
                intent, List.of(cues), List.of(new SlotDefinition("number", true, false, found)), acts);
        this.noSuchNumber = noSuchNumber;
    }

    @Override
    public final IntentDefinition intent() {
        return definition;
    }

    @Override
    public final ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
        SlotValue known = slots.get("number");
        ObjectNode arguments = Json.MAPPER.createObjectNode();
        return known == null ? arguments : arguments.put("number", Integer.parseInt(known.value()));
    }

    @Override
    public final Optional<String> failure(String code, JsonNode arguments, Language language) {
        return code.equals(noSuchNumber)
                ? Optional.of(noSuchNumber(arguments.path("number").asText(), language))
                : Optional.empty();
    }

    /** Says that the list has no item of that number. */
    abstract String noSuchNumber(String number, Language language);
}
